import type { VideoQuality } from './types.ts';

export interface Devices {
  cameras: MediaDeviceInfo[];
  microphones: MediaDeviceInfo[];
}
const SIZE: Record<VideoQuality, { width: number; height: number }> = {
  '720p': { width: 1280, height: 720 },
  '1080p': { width: 1920, height: 1080 },
};

/** Cameras and microphones. Their names are empty until the page may use them. */
export async function listDevices(): Promise<Devices> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return { cameras: devices.filter(({ kind }) => kind === 'videoinput'), microphones: devices.filter(({ kind }) => kind === 'audioinput') };
}

/** Why a camera or microphone can't be had. */
export type DeviceTrouble = 'denied' | 'none' | 'busy' | 'insecure';
export function deviceTrouble(error: unknown): DeviceTrouble {
  if (typeof navigator === 'undefined' || !navigator.mediaDevices) return 'insecure';
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  return name === 'NotReadableError' || name === 'AbortError' ? 'busy' : 'none';
}

/** Opens the chosen camera and microphone (any when not chosen). Rejects as `getUserMedia` does; see `deviceTrouble`. */
export function openDevices(choice: { cameraId?: string; microphoneId?: string; quality: VideoQuality }): Promise<MediaStream> {
  const { width, height } = SIZE[choice.quality];
  return navigator.mediaDevices.getUserMedia({
    video: {
      width: { ideal: width },
      height: { ideal: height },
      frameRate: { ideal: 30 },
      ...(choice.cameraId ? { deviceId: { exact: choice.cameraId } } : {}),
    },
    audio: choice.microphoneId ? { deviceId: { exact: choice.microphoneId } } : true,
  });
}
