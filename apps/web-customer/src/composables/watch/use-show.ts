import type { Invitation, Self } from '@vitrine/client';
import type { ChatMessage, Guest, Livestream, LivestreamDetail, Product } from '@vitrine/protocol';
import type { ChatEntry } from '@vitrine/web-kit';
import { codeOf } from '@vitrine/web-kit';
import { computed, onScopeDispose, type Ref, ref, shallowRef, watch } from 'vue';
import { text } from '../../text/index.ts';
import { useSession } from '../account/use-session.ts';
import { useToasts } from '../page/use-toasts.ts';
import { api } from '../server/api.ts';
import type { PictureReport } from './use-picture.ts';
import { type Questions, useQuestions } from './use-questions.ts';
import { useRoom } from './use-room.ts';
import { useWriting, type Writing } from './use-writing.ts';

export type ShowPhase = Livestream['status'];

/** One show as the watch page sees it: what it is, what goes on in it, and what one may do. */
export interface Show {
  loading: Readonly<Ref<'loading' | 'ready' | 'not-found' | 'gone' | 'failed'>>;
  detail: Readonly<Ref<LivestreamDetail | undefined>>;
  phase: Readonly<Ref<ShowPhase>>;
  /** On air, whether or not its host is there at the moment. */
  live: Readonly<Ref<boolean>>;
  /** The show has prices of its own for some of its pieces. */
  hasShowPrices: Readonly<Ref<boolean>>;
  /** What is on screen first, then the rest of what the show presents. */
  products: Readonly<Ref<readonly Product[]>>;
  onScreen: Readonly<Ref<Product | undefined>>;
  /** The piece whose card lies on the picture: what is on screen while the show is on air. */
  pin: Readonly<Ref<Product | undefined>>;
  entries: Readonly<Ref<readonly ChatEntry[]>>;
  /** The connection is away; what is on screen stays. */
  away: Readonly<Ref<'reconnecting' | 'offline' | undefined>>;
  /** Who is on stage beside the host. */
  guests: Readonly<Ref<readonly Guest[]>>;
  invitation: Readonly<Ref<Invitation | null>>;
  self: Readonly<Ref<Self | null>>;
  viewers: Readonly<Ref<number>>;
  likes: Readonly<Ref<number>>;
  liked: Readonly<Ref<boolean>>;
  /** Seconds on air. */
  duration: Readonly<Ref<number>>;
  next: Readonly<Ref<Livestream | undefined>>;
  /** When the host was lost, in milliseconds since the epoch; 0 when it was before one came. */
  interruptedAt: Readonly<Ref<number>>;
  /** The shop put this viewer out. */
  closed: Readonly<Ref<boolean>>;
  /** The chat is open to who is here. */
  mayChat: Readonly<Ref<boolean>>;
  /** Whether one may write in it now, and why not. */
  writing: Writing;
  pinnedMessage: Readonly<Ref<ChatMessage | null>>;
  /** undefined where the host takes none. */
  questions: Readonly<Ref<Questions | undefined>>;
  nameAsked: Ref<boolean>;
  load: () => Promise<void>;
  /** Reads what it is anew; what is known stays when that fails. */
  refresh: () => Promise<void>;
  send: (message: string) => void;
  retry: (entryId: string) => void;
  /** Tells the moderators of a line, by its place in the show. */
  report: (offset: number) => Promise<void>;
  toggleLike: () => Promise<void>;
  product: (id: string | undefined) => Product | undefined;
  clicked: (productId: string) => void;
  reportPicture: (seen: PictureReport) => void;
  enter: (name: string) => Promise<void>;
  /** Says a name, and goes on with what needed one. */
  enterAndGoOn: (name: string) => Promise<void>;
}

/** Viewers who hear of a change together don't ask together, in ms. */
const SPREAD = 3_000;

export function useShow(id: string): Show {
  const loading = ref<'loading' | 'ready' | 'not-found' | 'gone' | 'failed'>('loading');
  const detail = shallowRef<LivestreamDetail>();
  const next = shallowRef<Livestream>();
  const room = useRoom(id);
  const session = useSession();
  const { say } = useToasts();

  async function load(): Promise<void> {
    loading.value = 'loading';
    try {
      detail.value = await api.livestream(id);
      loading.value = 'ready';
      room.open();
      void readLineup();
    } catch (problem) {
      const code = codeOf(problem);
      loading.value = code === 'not_found' || code === 'invalid' || code === 'forbidden' ? 'not-found' : 'failed';
    }
  }

  async function refresh(): Promise<void> {
    detail.value = await api.livestream(id).catch(() => detail.value);
  }

  const phase = computed<ShowPhase>(() => room.status.value ?? detail.value?.status ?? 'scheduled');
  const pins = computed(() => room.products.value ?? detail.value?.products ?? []);
  const onScreen = computed(() => pins.value[0]);
  const live = computed(() => phase.value === 'live' || phase.value === 'interrupted');
  const lineup = shallowRef<readonly Product[]>([]);
  /** Prices and stock of what is not on screen are as old as this; those of the rest come by themselves. */
  async function readLineup(): Promise<void> {
    lineup.value = await api.showProducts(id).then(
      ({ items }) => items,
      () => lineup.value,
    );
  }
  let asking: ReturnType<typeof setTimeout> | undefined;
  watch(room.lineup, () => {
    clearTimeout(asking);
    asking = setTimeout(() => void readLineup(), Math.random() * SPREAD);
  });
  onScopeDispose(() => clearTimeout(asking));
  const products = computed(() => {
    const shown = new Set(pins.value.map(({ _id }) => _id));
    return [...pins.value, ...lineup.value.filter(({ _id }) => !shown.has(_id))];
  });
  const duration = computed(() => room.duration.value ?? detail.value?.duration ?? 0);
  // The end is announced with nothing but itself; its figures and the next show come from the shop.
  watch([phase, detail], async ([now, shown], [before, shownBefore]) => {
    if (!shown || (now === before && shownBefore)) return;
    // The show's own prices begin and end with it. What the page begins with is read as it opens.
    if (shownBefore && now !== 'interrupted') void readLineup();
    if (now !== 'ended') return;
    const [coming] = await Promise.all([
      api.listLivestreams({ status: 'scheduled', limit: 20 }).catch(() => undefined),
      shownBefore ? refresh() : undefined,
    ]);
    next.value = coming?.items
      .filter((show) => show.scheduledFor)
      .sort((a, b) => (a.scheduledFor ?? '').localeCompare(b.scheduledFor ?? ''))[0];
  });
  const interruptedAt = ref(0);
  // Who joins meanwhile does not know how long it has been, and is shown no countdown.
  watch(phase, (now, before) => {
    if (now === 'interrupted') interruptedAt.value = before === 'live' ? Date.now() : 0;
  });

  /** Pieces stay buyable from an open sheet after they leave the line-up. */
  const seen = new Map<string, Product>();
  watch(products, (now) => {
    for (const one of now) seen.set(one._id, one);
  });
  const product = (productId: string | undefined): Product | undefined =>
    productId === undefined ? undefined : (products.value.find((one) => one._id === productId) ?? seen.get(productId));

  // Counted as an impression once it is really on screen.
  watch(
    () => (phase.value === 'live' ? onScreen.value?._id : undefined),
    (shown) => {
      if (shown !== undefined) room.seen(shown);
    },
    { immediate: true },
  );

  const nameAsked = ref(false);
  let waiting: (() => void) | undefined;
  const hasName = (): boolean => {
    const role = session.account.value?.role;
    return role !== undefined && role !== 'viewer';
  };
  async function enter(name: string): Promise<void> {
    await session.enterAsGuest(name, room.viewerToken());
    room.authenticate();
  }
  /** At once with a name, and else once one has been said. */
  function whenNamed(act: () => void): void {
    if (hasName()) {
      act();
      return;
    }
    waiting = act;
    nameAsked.value = true;
  }
  const writing = useWriting({ settings: room.settings, restriction: room.restriction, self: room.self });
  function send(message: string): void {
    whenNamed(() => {
      room.send(message);
      writing.wrote();
    });
  }
  async function enterAndGoOn(name: string): Promise<void> {
    await enter(name);
    const act = waiting;
    waiting = undefined;
    act?.();
  }
  const asked = useQuestions(id, room, whenNamed);
  const questions = computed(() => (room.settings.value?.questions === false ? undefined : asked));
  async function report(offset: number): Promise<void> {
    try {
      await api.reportMessage(id, offset);
      await say(text.watch.reported);
    } catch {
      await say(text.watch.reportFailed);
    }
  }
  async function toggleLike(): Promise<void> {
    if (!(await room.toggleLike())) await say(text.watch.likeFailed);
  }

  watch(room.missing, (missing) => {
    if (!missing) return;
    // It was there when the page opened.
    detail.value = undefined;
    loading.value = 'gone';
  });
  void load();
  onScopeDispose(room.close);
  return {
    loading,
    detail,
    phase,
    live,
    hasShowPrices: computed(
      () => live.value && (room.lineup.value ?? detail.value?.lineup ?? []).some(({ showPrice }) => showPrice !== null),
    ),
    products,
    onScreen,
    pin: computed(() => (live.value ? onScreen.value : undefined)),
    entries: room.entries,
    away: room.away,
    guests: room.guests,
    invitation: room.invitation,
    self: room.self,
    viewers: computed(() => room.viewers.value ?? detail.value?.viewerCount ?? 0),
    likes: computed(() => room.likes.value ?? detail.value?.likes ?? 0),
    liked: room.liked,
    duration,
    next,
    interruptedAt,
    closed: room.closed,
    mayChat: computed(() => live.value && !room.closed.value),
    writing,
    pinnedMessage: room.pinnedMessage,
    questions,
    nameAsked,
    load,
    refresh,
    send,
    retry: room.retry,
    report,
    toggleLike,
    product,
    clicked(productId) {
      room.clicked(productId);
      if (!pins.value.some(({ _id }) => _id === productId)) void readLineup();
    },
    reportPicture: room.reportPicture,
    enter,
    enterAndGoOn,
  };
}
