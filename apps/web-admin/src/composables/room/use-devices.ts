import { type Devices, type DeviceTrouble, deviceTrouble, listDevices, openDevices, type VideoQuality } from '@vitrine/client/video';
import { computed, onScopeDispose, type Ref, ref, shallowRef } from 'vue';

export type DeviceState = 'off' | 'asking' | 'ready' | DeviceTrouble;
export interface DeviceParts {
  open: typeof openDevices;
  list: typeof listDevices;
  /** Asks for a screen or window. */
  openScreen: () => Promise<MediaStream>;
}
const browserParts: DeviceParts = {
  open: openDevices,
  list: listDevices,
  openScreen: () => navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { ideal: 15 } } }),
};

export interface DeviceDesk {
  state: Readonly<Ref<DeviceState>>;
  /** One and the same while the devices are open; its tracks change. */
  stream: Readonly<Ref<MediaStream | undefined>>;
  cameras: Readonly<Ref<readonly MediaDeviceInfo[]>>;
  microphones: Readonly<Ref<readonly MediaDeviceInfo[]>>;
  cameraId: Readonly<Ref<string>>;
  microphoneId: Readonly<Ref<string>>;
  muted: Readonly<Ref<boolean>>;
  cameraOff: Readonly<Ref<boolean>>;
  sharing: Readonly<Ref<boolean>>;
  canShare: boolean;
  /** Asks the browser; ends as `ready` or as what is in the way. */
  allow: () => Promise<void>;
  /** Rejects when it can't be opened; the one before stays. */
  chooseCamera: (id: string) => Promise<void>;
  chooseMicrophone: (id: string) => Promise<void>;
  toggleMute: () => void;
  toggleCamera: () => void;
  toggleSharing: () => Promise<void>;
  stop: () => void;
  /** Hears of each track that takes another one's place. */
  onTrack: (listener: (track: MediaStreamTrack) => void) => void;
}

/** The camera and the microphone of this machine: which there are, which are in use, and why not. */
export function useDevices(quality: () => VideoQuality, parts: DeviceParts = browserParts): DeviceDesk {
  const state = ref<DeviceState>('off');
  const stream = shallowRef<MediaStream>();
  const devices = shallowRef<Devices>({ cameras: [], microphones: [] });
  const cameraId = ref('');
  const microphoneId = ref('');
  const muted = ref(false);
  const cameraOff = ref(false);
  /** The camera's track, kept while the screen is shown in its place. */
  const behindScreen = shallowRef<MediaStreamTrack>();
  const listeners: ((track: MediaStreamTrack) => void)[] = [];

  const idOf = (track: MediaStreamTrack | undefined): string => track?.getSettings().deviceId ?? '';
  function adopt(track: MediaStreamTrack): void {
    track.enabled = track.kind === 'audio' ? !muted.value : !cameraOff.value;
    track.addEventListener('ended', () => void reopen(track));
    if (track.kind === 'audio') microphoneId.value = idOf(track);
    else cameraId.value = idOf(track);
  }
  function exchange(track: MediaStreamTrack): void {
    const current = stream.value;
    if (!current) return;
    for (const old of current.getTracks().filter((one) => one.kind === track.kind && one !== track)) current.removeTrack(old);
    current.addTrack(track);
    for (const listener of listeners) listener(track);
  }
  async function refreshList(): Promise<void> {
    devices.value = await parts.list().catch(() => devices.value);
  }

  async function allow(): Promise<void> {
    state.value = 'asking';
    try {
      const opened = await parts.open({ quality: quality() });
      for (const track of opened.getTracks()) adopt(track);
      stream.value = opened;
      state.value = 'ready';
    } catch (error) {
      state.value = deviceTrouble(error);
    }
    await refreshList();
  }
  /** Opens both anew, since one of them alone may share a device with the other, and takes over what was asked for. */
  async function take(kind: 'audio' | 'video', choice: { cameraId?: string; microphoneId?: string }): Promise<void> {
    const opened = await parts.open({ ...choice, quality: quality() });
    for (const track of opened.getTracks()) {
      if (track.kind !== kind) {
        track.stop();
        continue;
      }
      const before =
        kind === 'video' && behindScreen.value ? behindScreen.value : stream.value?.getTracks().find((one) => one.kind === kind);
      adopt(track);
      if (kind === 'video' && behindScreen.value) behindScreen.value = track;
      else exchange(track);
      before?.stop();
    }
  }
  /** A device that is pulled out ends its track: another one takes its place, if there is one. */
  async function reopen(track: MediaStreamTrack): Promise<void> {
    if (state.value !== 'ready' || (!stream.value?.getTracks().includes(track) && behindScreen.value !== track)) return;
    await refreshList();
    await take(track.kind === 'audio' ? 'audio' : 'video', {}).catch((error: unknown) => {
      stop();
      state.value = deviceTrouble(error);
    });
  }

  function stopSharing(): void {
    const camera = behindScreen.value;
    if (!camera) return;
    behindScreen.value = undefined;
    for (const track of stream.value?.getVideoTracks() ?? []) track.stop();
    exchange(camera);
  }
  async function toggleSharing(): Promise<void> {
    if (behindScreen.value) {
      stopSharing();
      return;
    }
    const [screen] = (await parts.openScreen()).getVideoTracks();
    const [camera] = stream.value?.getVideoTracks() ?? [];
    if (!screen || !camera) return;
    behindScreen.value = camera;
    // The browser has a button of its own to stop it.
    screen.addEventListener('ended', stopSharing);
    exchange(screen);
  }
  function stop(): void {
    for (const track of [...(stream.value?.getTracks() ?? []), ...(behindScreen.value ? [behindScreen.value] : [])]) track.stop();
    stream.value = undefined;
    behindScreen.value = undefined;
    state.value = 'off';
  }

  const media = typeof navigator === 'undefined' ? undefined : navigator.mediaDevices;
  const changed = (): void => void refreshList();
  media?.addEventListener?.('devicechange', changed);
  onScopeDispose(() => {
    media?.removeEventListener?.('devicechange', changed);
    stop();
  });

  return {
    state,
    stream,
    cameras: computed(() => devices.value.cameras),
    microphones: computed(() => devices.value.microphones),
    cameraId,
    microphoneId,
    muted,
    cameraOff,
    sharing: computed(() => behindScreen.value !== undefined),
    canShare: typeof media?.getDisplayMedia === 'function',
    allow,
    chooseCamera: (id) => take('video', { cameraId: id, ...(microphoneId.value ? { microphoneId: microphoneId.value } : {}) }),
    chooseMicrophone: (id) => take('audio', { microphoneId: id, ...(cameraId.value ? { cameraId: cameraId.value } : {}) }),
    toggleMute() {
      muted.value = !muted.value;
      for (const track of stream.value?.getAudioTracks() ?? []) track.enabled = !muted.value;
    },
    toggleCamera() {
      cameraOff.value = !cameraOff.value;
      const camera = behindScreen.value ?? stream.value?.getVideoTracks()[0];
      if (camera) camera.enabled = !cameraOff.value;
    },
    toggleSharing,
    stop,
    onTrack: (listener) => {
      listeners.push(listener);
    },
  };
}
