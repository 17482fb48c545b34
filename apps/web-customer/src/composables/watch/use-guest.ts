import type { Invitation } from '@vitrine/client';
import type { DeviceTrouble, VideoPublisher } from '@vitrine/client/video';
import { type ComputedRef, computed, onScopeDispose, type Ref, ref, shallowRef, watch } from 'vue';
import { api } from '../server/api.ts';

/** How one stands on stage oneself. */
export interface GuestSeat {
  /** Asked, and not answered yet. */
  asked: ComputedRef<boolean>;
  /** Has said yes, and may publish. */
  onStage: ComputedRef<boolean>;
  /** Who asks. */
  from: ComputedRef<string>;
  /** The host has silenced us. */
  silenced: ComputedRef<boolean>;
  /** One's own camera and microphone, once they are open. */
  stream: Readonly<Ref<MediaStream | null>>;
  trouble: Readonly<Ref<DeviceTrouble | undefined>>;
  connecting: Readonly<Ref<boolean>>;
  muted: Ref<boolean>;
  cameraOff: Ref<boolean>;
  /** Opens camera and microphone, to look at oneself first. */
  look: () => Promise<void>;
  /** Says yes and goes on stage; rejects with what the shop answers. */
  accept: () => Promise<void>;
  decline: () => Promise<void>;
  leave: () => Promise<void>;
}

/** A guest's seat from the invitation to the end: camera and microphone are closed with it, whoever ends it. */
export function useGuest(streamId: string, invitation: () => Invitation | null): GuestSeat {
  const stream = shallowRef<MediaStream | null>(null);
  const trouble = ref<DeviceTrouble>();
  const connecting = ref(false);
  const muted = ref(false);
  const cameraOff = ref(false);
  let publisher: VideoPublisher | undefined;
  const asked = computed(() => invitation()?.guest.state === 'invited');
  const onStage = computed(() => invitation() !== null && !asked.value);

  function close(): void {
    void publisher?.stop();
    publisher = undefined;
    connecting.value = false;
    for (const track of stream.value?.getTracks() ?? []) track.stop();
    stream.value = null;
    trouble.value = undefined;
  }
  async function look(): Promise<void> {
    const { deviceTrouble, openDevices } = await import('@vitrine/client/video/publishing');
    trouble.value = undefined;
    try {
      const opened = await openDevices({ quality: '720p' });
      // Taken back while the browser was asking.
      if (!invitation()) for (const track of opened.getTracks()) track.stop();
      else stream.value = opened;
    } catch (error) {
      trouble.value = deviceTrouble(error);
    }
  }
  async function publish(): Promise<void> {
    if (!stream.value) await look();
    const own = stream.value;
    if (!own || publisher || !onStage.value) return;
    const { createPublisher } = await import('@vitrine/client/video/publishing');
    const made = createPublisher((staying) => api.video(streamId, 'guest', staying), { quality: '720p' });
    made.subscribe(() => {
      const { status } = made.getSnapshot();
      connecting.value = status === 'connecting' || status === 'reconnecting';
    });
    publisher = made;
    made.start(own);
  }
  const enable = (): void => {
    for (const track of stream.value?.getTracks() ?? []) track.enabled = track.kind === 'audio' ? !muted.value : !cameraOff.value;
  };
  watch([muted, cameraOff, stream], enable);
  watch(
    onStage,
    (now) => {
      if (now) void publish();
    },
    { immediate: true },
  );
  watch(
    () => invitation() === null,
    (over) => {
      if (over) close();
    },
  );
  onScopeDispose(close);
  return {
    asked,
    onStage,
    from: computed(() => invitation()?.from ?? ''),
    silenced: computed(() => invitation()?.guest.muted ?? false),
    stream,
    trouble,
    connecting,
    muted,
    cameraOff,
    look,
    accept: async () => void (await api.acceptStage(streamId)),
    decline: async () => {
      await api.declineStage(streamId);
      close();
    },
    leave: async () => {
      await api.leaveStage(streamId);
      close();
    },
  };
}
