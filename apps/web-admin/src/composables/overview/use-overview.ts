import { bySchedule } from '@vitrine/client';
import type { Analytics, Livestream, Product, ShowFigures } from '@vitrine/protocol';
import { type ComputedRef, computed, onScopeDispose, type Ref, ref, shallowRef } from 'vue';
import { api } from '../server/api.ts';
import { openLobby } from '../server/lobby.ts';
import { onReturn } from '../server/use-reach.ts';
import { useSession } from '../server/use-session.ts';
import { type FirstRun, firstRun } from './first-run.ts';
import { useGuideDismissal } from './guide-dismissal.ts';
import { type Some, type Task, tasksOf } from './overview-tasks.ts';

const MANY = 100;
const LAST = 5;
/** What is on air is this old at most, in milliseconds. */
const REFRESH = 15_000;
const NONE: Some = { count: 0, andMore: false };

export interface Overview {
  state: Readonly<Ref<'loading' | 'ready' | 'failed'>>;
  live: Readonly<Ref<readonly Livestream[]>>;
  /** By their dates, those without one last. */
  scheduled: Readonly<Ref<readonly Livestream[]>>;
  /** null: they are not for this person. */
  last: Readonly<Ref<readonly ShowFigures[] | null>>;
  figures: Readonly<Ref<ReadonlyMap<string, Analytics>>>;
  tasks: ComputedRef<readonly Task[]>;
  /** null once the shop is under way, or when it was closed. */
  guide: ComputedRef<FirstRun | null>;
  closeGuide: () => void;
  load: () => Promise<void>;
}

/** What is on air, what comes, what came of the last shows, and what waits for this person. */
export function useOverview(): Overview {
  const { account, isMaker, mayRun } = useSession();
  const state = ref<'loading' | 'ready' | 'failed'>('loading');
  const live = shallowRef<readonly Livestream[]>([]);
  const scheduled = shallowRef<readonly Livestream[]>([]);
  const ended = shallowRef<readonly Livestream[]>([]);
  const products = shallowRef<readonly Product[]>([]);
  const last = shallowRef<readonly ShowFigures[] | null>([]);
  const figures = shallowRef<ReadonlyMap<string, Analytics>>(new Map());
  const waiting = shallowRef<{ toSend: Some; toBePaid: Some; reports: Some }>({ toSend: NONE, toBePaid: NONE, reports: NONE });
  const now = ref(Date.now());

  async function loadLive(): Promise<void> {
    live.value = (await api.listLivestreams({ limit: MANY })).items;
    const own = live.value.filter(({ createdBy }) => mayRun(createdBy));
    const read = await Promise.all(own.map((show) => api.analytics(show._id).catch(() => undefined)));
    figures.value = new Map(read.flatMap((one) => (one ? [[one.streamId, one] as const] : [])));
    now.value = Date.now();
  }
  /** Without them the page still stands. */
  async function loadLast(): Promise<void> {
    last.value = isMaker.value
      ? await api.showFigures({ limit: LAST }).then(
          ({ items }) => items,
          () => null,
        )
      : null;
  }
  async function loadWaiting(): Promise<void> {
    const role = account.value?.role;
    const orders = async (of: 'paid' | 'pending') =>
      role === 'admin' ? someOf(api.listOrders({ scope: 'shop', state: [of], limit: MANY })) : NONE;
    const reports = async () => (role === 'admin' || role === 'moderator' ? someOf(api.reports({ state: 'open', limit: MANY })) : NONE);
    const [toSend, toBePaid, open] = await Promise.all([orders('paid'), orders('pending'), reports()]);
    waiting.value = { toSend, toBePaid, reports: open };
  }
  async function load(): Promise<void> {
    if (state.value === 'failed') state.value = 'loading';
    try {
      // The shows and products are the page; the rest is left out when it does not come.
      await Promise.all([
        loadLive(),
        api.listLivestreams({ status: 'scheduled', limit: MANY }).then(({ items }) => {
          scheduled.value = [...items].sort(bySchedule);
        }),
        // A rehearsal that is over counts for the guide alone.
        api.listLivestreams({ status: 'ended', limit: MANY, rehearsals: 'all' }).then(({ items }) => {
          ended.value = items;
        }),
        api.listProducts({ limit: MANY }).then(({ items }) => {
          products.value = items;
        }),
        loadLast(),
        loadWaiting(),
      ]);
      state.value = 'ready';
    } catch {
      // What is shown stays; only the first time there is nothing to show.
      if (state.value === 'loading') state.value = 'failed';
    }
  }
  const { isDismissed, dismiss } = useGuideDismissal();
  const guide = computed(() => {
    if (!isMaker.value || isDismissed.value) return null;
    const sale =
      (last.value ?? []).some(({ orders }) => orders > 0) ||
      live.value.some((show) => !show.rehearsal && (figures.value.get(show._id)?.orders.count ?? 0) > 0);
    return firstRun({ product: products.value.length > 0, sale, live: live.value, scheduled: scheduled.value, ended: ended.value });
  });
  // The lobby says nothing of products, rehearsals and orders: while the guide asks for them, everything is read again.
  const refresh = (): void => {
    if (document.hidden || state.value !== 'ready') return;
    void (guide.value ? load() : loadLive().catch(() => undefined));
  };
  const timer = setInterval(refresh, REFRESH);
  document.addEventListener('visibilitychange', refresh);
  const closeLobby = openLobby(() => void load());
  onScopeDispose(() => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', refresh);
    closeLobby();
  });
  onReturn(() => void load());
  void load();

  return {
    state,
    live,
    scheduled,
    last,
    figures,
    tasks: computed(() =>
      tasksOf({ now: now.value, live: live.value, scheduled: scheduled.value, products: products.value, ...waiting.value }),
    ),
    guide,
    closeGuide: dismiss,
    load,
  };
}

const someOf = (page: Promise<{ items: readonly unknown[]; nextCursor?: string }>): Promise<Some> =>
  page.then(
    ({ items, nextCursor }) => ({ count: items.length, andMore: nextCursor !== undefined }),
    () => NONE,
  );
