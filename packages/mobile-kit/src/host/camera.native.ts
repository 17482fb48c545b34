import { Camera, type PermissionResponse } from 'expo-camera';
import { mediaDevices, type MediaStream as NativeStream } from 'react-native-webrtc';
import { type CameraSource, type Permission, SIZES } from './surroundings.ts';

function together(answers: readonly PermissionResponse[]): Permission {
  if (answers.every(({ granted }) => granted)) return 'granted';
  if (answers.some(({ granted, canAskAgain }) => !granted && !canAskAgain)) return 'final';
  return answers.some(({ status }) => status === 'undetermined') ? 'ask' : 'denied';
}

export const camera: CameraSource = {
  permission: async () => together(await Promise.all([Camera.getCameraPermissionsAsync(), Camera.getMicrophonePermissionsAsync()])),
  // One after the other: the system shows one question at a time.
  ask: async () => together([await Camera.requestCameraPermissionsAsync(), await Camera.requestMicrophonePermissionsAsync()]),
  async open({ quality, facing }) {
    const video = { ...SIZES[quality], frameRate: 30, facingMode: facing };
    return (await mediaDevices.getUserMedia({ video, audio: true })) as unknown as MediaStream;
  },
  async turn(stream, { facing }) {
    const native = stream as unknown as NativeStream;
    await native.getVideoTracks()[0]?.applyConstraints({ facingMode: facing });
    return null;
  },
  // react-native-webrtc has no word for it.
  hasTorch: () => false,
  light: async () => {},
  trouble(error) {
    const name = error instanceof Error ? error.name : '';
    if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
    return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'none' : 'busy';
  },
};
