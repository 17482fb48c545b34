// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { effectScope } from 'vue';
import { type DeviceDesk, type DeviceParts, useDevices } from './use-devices.ts';

class FakeTrack extends EventTarget {
  enabled = true;
  stopped = false;
  readonly kind: 'audio' | 'video';
  readonly deviceId: string;
  constructor(kind: 'audio' | 'video', deviceId: string) {
    super();
    this.kind = kind;
    this.deviceId = deviceId;
  }
  getSettings(): { deviceId: string } {
    return { deviceId: this.deviceId };
  }
  stop(): void {
    this.stopped = true;
  }
}
class FakeStream {
  tracks: FakeTrack[];
  constructor(...tracks: FakeTrack[]) {
    this.tracks = tracks;
  }
  getTracks = (): FakeTrack[] => [...this.tracks];
  getVideoTracks = (): FakeTrack[] => this.tracks.filter((track) => track.kind === 'video');
  getAudioTracks = (): FakeTrack[] => this.tracks.filter((track) => track.kind === 'audio');
  addTrack(track: FakeTrack): void {
    this.tracks.push(track);
  }
  removeTrack(track: FakeTrack): void {
    this.tracks = this.tracks.filter((one) => one !== track);
  }
}
const asStream = (stream: FakeStream): MediaStream => stream as unknown as MediaStream;
const named = (name: string): Error => Object.assign(new Error(name), { name });

const open = vi.fn<DeviceParts['open']>();
const openScreen = vi.fn<DeviceParts['openScreen']>();
let opened: FakeStream[] = [];
function desk(): DeviceDesk {
  const made = effectScope().run(() =>
    useDevices(() => '720p', { open, openScreen, list: async () => ({ cameras: [], microphones: [] }) }),
  );
  if (!made) throw new Error('no scope');
  return made;
}

describe('the camera and the microphone', () => {
  beforeEach(() => {
    Object.defineProperty(navigator, 'mediaDevices', { value: new EventTarget(), configurable: true });
    opened = [];
    open.mockReset().mockImplementation(async ({ cameraId = 'camera-1', microphoneId = 'mic-1' }) => {
      const stream = new FakeStream(new FakeTrack('video', cameraId), new FakeTrack('audio', microphoneId));
      opened.push(stream);
      return asStream(stream);
    });
    openScreen.mockReset();
  });

  it('are asked for only when one says so, and then named', async () => {
    const devices = desk();
    expect(devices.state.value).toBe('off');
    expect(open).not.toHaveBeenCalled();
    const asking = devices.allow();
    expect(devices.state.value).toBe('asking');
    await asking;
    expect(devices.state.value).toBe('ready');
    expect(devices.cameraId.value).toBe('camera-1');
    expect(devices.microphoneId.value).toBe('mic-1');
  });

  it.each([
    ['NotAllowedError', 'denied'],
    ['NotFoundError', 'none'],
    ['NotReadableError', 'busy'],
  ])('tell %s as %s, and can be asked for again', async (name, state) => {
    const devices = desk();
    open.mockRejectedValueOnce(named(name));
    await devices.allow();
    expect(devices.state.value).toBe(state);
    expect(devices.stream.value).toBeUndefined();
    await devices.allow();
    expect(devices.state.value).toBe('ready');
  });

  it('say that the page must be secure where browsers give none', async () => {
    Object.defineProperty(navigator, 'mediaDevices', { value: undefined, configurable: true });
    const devices = desk();
    open.mockRejectedValueOnce(new TypeError('undefined'));
    await devices.allow();
    expect(devices.state.value).toBe('insecure');
  });

  it('exchange one track for another within the same stream, and say so', async () => {
    const devices = desk();
    await devices.allow();
    const stream = devices.stream.value;
    const [before] = opened[0]?.getVideoTracks() ?? [];
    const heard: string[] = [];
    devices.onTrack((track) => heard.push(track.kind));
    await devices.chooseCamera('camera-2');
    expect(devices.stream.value).toBe(stream);
    expect(devices.cameraId.value).toBe('camera-2');
    expect(before?.stopped).toBe(true);
    expect(heard).toEqual(['video']);
    expect(stream?.getAudioTracks()).toHaveLength(1);
  });

  it('keep what they have when another one cannot be opened', async () => {
    const devices = desk();
    await devices.allow();
    open.mockRejectedValueOnce(named('NotReadableError'));
    await expect(devices.chooseCamera('camera-2')).rejects.toThrow();
    expect(devices.state.value).toBe('ready');
    expect(devices.cameraId.value).toBe('camera-1');
    expect(opened[0]?.getVideoTracks()[0]?.stopped).toBe(false);
  });

  it('stay muted through an exchange', async () => {
    const devices = desk();
    await devices.allow();
    devices.toggleMute();
    await devices.chooseMicrophone('mic-2');
    expect(devices.microphoneId.value).toBe('mic-2');
    expect(devices.stream.value?.getAudioTracks()[0]?.enabled).toBe(false);
  });

  it('show the screen in the camera’s place and the camera again after it', async () => {
    const devices = desk();
    await devices.allow();
    const [camera] = opened[0]?.getVideoTracks() ?? [];
    const screen = new FakeTrack('video', 'screen');
    openScreen.mockResolvedValue(asStream(new FakeStream(screen)));
    await devices.toggleSharing();
    expect(devices.sharing.value).toBe(true);
    expect(devices.stream.value?.getVideoTracks()).toEqual([screen]);
    screen.dispatchEvent(new Event('ended'));
    expect(devices.sharing.value).toBe(false);
    expect(devices.stream.value?.getVideoTracks()).toEqual([camera]);
  });
});
