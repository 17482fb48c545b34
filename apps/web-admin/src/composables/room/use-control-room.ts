import { LiveRoom, type RoomSnapshot, roomEntries } from '@vitrine/client';
import { createPublisher } from '@vitrine/client/video';
import type { LivestreamDetail, LivestreamStatus } from '@vitrine/protocol';
import { type ChatEntry, formatClock, useSnapshot } from '@vitrine/web-kit';
import { type ComputedRef, computed, onScopeDispose, type Ref, ref, watch } from 'vue';
import { type Figures, useFigures } from '../analytics/use-figures.ts';
import { useRate } from '../analytics/use-rate.ts';
import { useNow } from '../page/use-now.ts';
import { api, socketUrl } from '../server/api.ts';
import { onReturn } from '../server/use-reach.ts';
import { useSession } from '../server/use-session.ts';
import { chatRate, chatWords } from './chat-words.ts';
import { type Broadcast, useBroadcast } from './use-broadcast.ts';
import { type DeviceDesk, useDevices } from './use-devices.ts';
import { type LineUp, useLineUp } from './use-line-up.ts';
import { useMicLevel } from './use-mic-level.ts';
import { type RoomModeration, useModeration } from './use-moderation.ts';
import { type UploadReading, useUpload } from './use-upload.ts';

/** All that the control room's parts show and do. */
export interface ControlRoom {
  show: Readonly<Ref<LivestreamDetail>>;
  snapshot: Readonly<Ref<RoomSnapshot>>;
  status: ComputedRef<LivestreamStatus>;
  /** It was deleted meanwhile. */
  missing: ComputedRef<boolean>;
  /** Live or interrupted: the show is not over and not to come. */
  onAir: ComputedRef<boolean>;
  /** When it went on air. */
  startTime: ComputedRef<string | null>;
  clock: ComputedRef<string>;
  /** Milliseconds since the epoch, once a second. */
  now: Readonly<Ref<number>>;
  /** Chat messages of the last minute. */
  rate: ComputedRef<number>;
  /** Likes of the last minute. */
  likesRate: Readonly<Ref<number>>;
  entries: ComputedRef<readonly ChatEntry[]>;
  /** The connection is away. */
  away: ComputedRef<'reconnecting' | 'offline' | undefined>;
  /** Whether one may start, stop and pin here. */
  mayRun: ComputedRef<boolean>;
  /** Whether one may keep order in its chat: who runs it, and moderators. */
  mayModerate: ComputedRef<boolean>;
  devices: DeviceDesk;
  broadcast: Broadcast;
  /** Whether this window sends the picture, or is about to. */
  sending: ComputedRef<boolean>;
  level: Readonly<Ref<number>>;
  /** Of the last two minutes. Kept here, since the panels of a narrow screen come and go. */
  upload: Readonly<Ref<readonly UploadReading[]>>;
  lineUp: LineUp;
  figures: Figures;
  moderation: RoomModeration;
  end: () => Promise<void>;
  send: (message: string) => void;
  retry: (id: string) => void;
}

/** Orders come in bursts, and pins with them: figures and stock are read once after them, in milliseconds. */
const SETTLE = 600;
/** Remembers, for this tab alone, that it was sending: after a reload it goes on. */
const sendingKey = (id: string): string => `vitrine:sending:${id}`;

export function useControlRoom(show: Readonly<Ref<LivestreamDetail>>): ControlRoom {
  const id = show.value._id;
  const room = new LiveRoom({ url: socketUrl(), streamId: id, as: 'admin' });
  const snapshot = useSnapshot<RoomSnapshot>(room);
  room.join();

  const status = computed<LivestreamStatus>(() => {
    const heard = snapshot.value.status;
    return heard === 'joining' || heard === 'not_found' ? show.value.status : heard;
  });
  const onAir = computed(() => status.value === 'live' || status.value === 'interrupted');
  const session = useSession();
  const mayRun = computed(() => session.mayRun(show.value.createdBy));
  const mayModerate = computed(() => mayRun.value || session.account.value?.role === 'moderator');

  const devices = useDevices(() => show.value.quality);
  const { level, refresh } = useMicLevel(devices.stream);
  const broadcast = useBroadcast({
    createPublisher: () => createPublisher((staying) => api.video(id, 'host', staying), { quality: show.value.quality }),
    stream: () => devices.stream.value,
    isOnAir: () => onAir.value,
    startShow: () => api.startLivestream(id),
  });
  devices.onTrack((track) => {
    broadcast.replaceTrack(track);
    if (track.kind === 'audio') refresh();
  });
  const sending = computed(() => !['off', 'failed'].includes(broadcast.state.value.status));
  watch(
    () => broadcast.state.value.status,
    (now) => {
      if (now === 'on') sessionStorage.setItem(sendingKey(id), '1');
      if (now === 'off') sessionStorage.removeItem(sendingKey(id));
    },
  );
  /** This tab was sending before it was reloaded: it asks for the camera again and goes on. */
  async function resume(): Promise<void> {
    if (!onAir.value || !mayRun.value || sessionStorage.getItem(sendingKey(id)) === null) return;
    await devices.allow();
    if (devices.state.value === 'ready') await broadcast.goLive();
  }

  const figures = useFigures(
    id,
    () => onAir.value,
    () => mayRun.value,
  );
  const moderation = useModeration(id, room, snapshot, mayModerate);
  const lineUp = useLineUp(id, snapshot, show);
  let settling: ReturnType<typeof setTimeout> | undefined;
  watch(
    () => `${snapshot.value.orders.at(-1)?.key ?? ''} ${lineUp.onScreen.value?._id ?? ''}`,
    () => {
      clearTimeout(settling);
      settling = setTimeout(() => void Promise.all([figures.load(), lineUp.load()]), SETTLE);
    },
  );
  watch(status, async (now, before) => {
    if (now === before) return;
    if (now === 'ended') {
      await broadcast.stop();
      devices.stop();
    }
    void figures.load();
  });

  const now = useNow();
  const startTime = computed(() => snapshot.value.startTime ?? show.value.startTime);
  const clock = computed(() => formatClock(startTime.value ? (now.value - Date.parse(startTime.value)) / 1_000 : 0));
  const isOffline = ref(!navigator.onLine);
  const network = (): void => {
    isOffline.value = !navigator.onLine;
    if (navigator.onLine) room.retryNow();
  };
  const away = computed(() => {
    const { status: connection } = snapshot.value.connection;
    if (connection !== 'reconnecting' && connection !== 'gone') return undefined;
    return isOffline.value ? 'offline' : 'reconnecting';
  });

  const warn = (event: BeforeUnloadEvent): void => {
    if (onAir.value && sending.value) event.preventDefault();
  };
  window.addEventListener('beforeunload', warn);
  window.addEventListener('online', network);
  window.addEventListener('offline', network);
  onScopeDispose(() => {
    clearTimeout(settling);
    window.removeEventListener('beforeunload', warn);
    window.removeEventListener('online', network);
    window.removeEventListener('offline', network);
    room.leave();
  });
  void lineUp.load();
  void figures.load();
  void moderation.load();
  // The figures see to it themselves.
  onReturn(() => {
    void lineUp.load();
    void moderation.load();
  });
  void resume();

  return {
    show,
    snapshot,
    status,
    missing: computed(() => snapshot.value.status === 'not_found'),
    onAir,
    startTime,
    clock,
    now,
    rate: computed(() => chatRate(snapshot.value.messages, now.value)),
    likesRate: useRate(
      () => (snapshot.value.status === 'joining' ? undefined : snapshot.value.likes),
      () => now.value,
    ),
    entries: computed(() => roomEntries(snapshot.value, chatWords)),
    away,
    mayRun,
    mayModerate,
    devices,
    broadcast,
    sending,
    level,
    upload: useUpload({ snapshot, broadcast }, Date.now),
    lineUp,
    figures,
    moderation,
    async end() {
      await api.endLivestream(id);
      await broadcast.stop();
      devices.stop();
    },
    send: (message) => room.sendMessage(message),
    retry: (entryId) => room.retryMessage(entryId),
  };
}
