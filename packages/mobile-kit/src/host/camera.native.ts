import type { VideoCredentials } from '@vitrine/protocol';
import { Camera, type PermissionResponse } from 'expo-camera';
import { mediaDevices, type MediaStream as NativeStream } from 'react-native-webrtc';
import type { NativeAgora } from '../video/agora/native-agora.ts';
import { AgoraStream } from '../video/agora/stand-ins.ts';
import { BITRATES, type CameraSource, type Permission, SIZES } from './surroundings.ts';

function together(answers: readonly PermissionResponse[]): Permission {
  if (answers.every(({ granted }) => granted)) return 'granted';
  if (answers.some(({ granted, canAskAgain }) => !granted && !canAskAgain)) return 'final';
  return answers.some(({ status }) => status === 'undetermined') ? 'ask' : 'denied';
}
const isAgoras = (stream: MediaStream): boolean => (stream as unknown) instanceof AgoraStream;
/** Known once a camera has been opened by it. */
let agora: NativeAgora | null = null;

export const camera: CameraSource = {
  permission: async () => together(await Promise.all([Camera.getCameraPermissionsAsync(), Camera.getMicrophonePermissionsAsync()])),
  // One after the other: the system shows one question at a time.
  ask: async () => together([await Camera.requestCameraPermissionsAsync(), await Camera.requestMicrophonePermissionsAsync()]),
  async open({ quality, facing }, credentials) {
    // Agora opens the camera itself. A shop that can't be asked now says it when the picture is sent.
    const given: VideoCredentials | null = await credentials().catch(() => null);
    if (given?.provider === 'agora') {
      agora = (await import('../video/agora/agora.ts')).agora;
      return agora.openCamera(given.appId, { ...SIZES[quality], bitrate: BITRATES[quality], facing }) as unknown as MediaStream;
    }
    const video = { ...SIZES[quality], frameRate: 30, facingMode: facing };
    return (await mediaDevices.getUserMedia({ video, audio: true })) as unknown as MediaStream;
  },
  async turn(stream, { facing }) {
    if (isAgoras(stream)) agora?.turn(facing);
    else await (stream as unknown as NativeStream).getVideoTracks()[0]?.applyConstraints({ facingMode: facing });
    return null;
  },
  // react-native-webrtc has no word for it.
  hasTorch: (stream) => isAgoras(stream) && agora?.hasTorch === true,
  async light(stream, isOn) {
    if (isAgoras(stream)) agora?.light(isOn);
  },
  trouble(error) {
    const name = error instanceof Error ? error.name : '';
    if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
    return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'none' : 'busy';
  },
};
