import { deviceTrouble } from '@vitrine/client/video/publishing';
import { type CameraSource, type Facing, type Permission, SIZES } from './surroundings.ts';

/** `torch` is of the Image Capture draft, which the DOM's types leave out. */
interface TorchCapabilities extends MediaTrackCapabilities {
  torch?: boolean;
}
const videoOf = (quality: keyof typeof SIZES, facing: Facing): MediaTrackConstraints => ({
  width: { ideal: SIZES[quality].width },
  height: { ideal: SIZES[quality].height },
  frameRate: { ideal: 30 },
  facingMode: { ideal: facing },
});
async function state(name: 'camera' | 'microphone'): Promise<PermissionState> {
  return (await navigator.permissions.query({ name: name as PermissionName })).state;
}
async function permission(): Promise<Permission> {
  try {
    const states = await Promise.all([state('camera'), state('microphone')]);
    if (states.includes('denied')) return 'final';
    return states.every((one) => one === 'granted') ? 'granted' : 'ask';
  } catch {
    // A browser that does not tell is asked.
    return 'ask';
  }
}

export const camera: CameraSource = {
  permission,
  // A page is asked for by opening them.
  ask: async () => 'granted',
  open: async ({ quality, facing }) => navigator.mediaDevices.getUserMedia({ video: videoOf(quality, facing), audio: true }),
  async turn(stream, { quality, facing }) {
    // Phones open one camera at a time.
    for (const track of stream.getVideoTracks()) track.stop();
    const turned = await navigator.mediaDevices.getUserMedia({ video: videoOf(quality, facing) });
    return turned.getVideoTracks()[0] ?? null;
  },
  hasTorch: (stream) => (stream.getVideoTracks()[0]?.getCapabilities?.() as TorchCapabilities | undefined)?.torch === true,
  async light(stream, isOn) {
    await stream.getVideoTracks()[0]?.applyConstraints({ advanced: [{ torch: isOn } as MediaTrackConstraintSet] });
  },
  trouble: (error) => deviceTrouble(error),
};
