import type { Livestream, Product } from '@vitrine/protocol';
import { type ComputedRef, computed, onScopeDispose, type Ref, ref, shallowRef, watch } from 'vue';
import { api } from './api.ts';
import { openLobby } from './lobby.ts';

/** Viewer counts of the cards are this old at most, in milliseconds; starts and stops come at once, by the lobby. */
const REFRESH = 20_000;
const PAST_PAGE = 8;
const UPCOMING_PAGE = 20;

const byViewers = (a: Livestream, b: Livestream): number => b.viewerCount - a.viewerCount;
const bySchedule = (a: Livestream, b: Livestream): number => (a.scheduledFor ?? '~').localeCompare(b.scheduledFor ?? '~');

/** The home page's shows: live, coming up and past, kept current by the lobby. */
export function useShows(): {
  status: Ref<'loading' | 'ready' | 'failed'>;
  live: ComputedRef<readonly Livestream[]>;
  upcoming: ComputedRef<readonly Livestream[]>;
  past: Ref<readonly Livestream[]>;
  /** The piece on screen of the first live show. */
  piece: Ref<Product | undefined>;
  morePast: ComputedRef<boolean>;
  loadMorePast: () => Promise<void>;
  load: () => Promise<void>;
} {
  const status = ref<'loading' | 'ready' | 'failed'>('loading');
  const active = shallowRef<readonly Livestream[]>([]);
  const scheduled = shallowRef<readonly Livestream[]>([]);
  const past = shallowRef<readonly Livestream[]>([]);
  const pastCursor = shallowRef<string>();
  const piece = shallowRef<Product>();
  const live = computed(() => [...active.value].sort(byViewers));
  const upcoming = computed(() => [...scheduled.value].sort(bySchedule));

  async function refresh(): Promise<void> {
    const [now, next, over] = await Promise.all([
      api.listLivestreams({}),
      api.listLivestreams({ status: 'scheduled', limit: UPCOMING_PAGE }),
      api.listLivestreams({ status: 'ended', limit: PAST_PAGE }),
    ]);
    active.value = now.items;
    scheduled.value = next.items;
    // What was opened further down stays; only the first page is renewed.
    if (past.value.length <= PAST_PAGE || over.items[0]?._id !== past.value[0]?._id) {
      past.value = over.items;
      pastCursor.value = over.nextCursor;
    }
  }
  async function load(): Promise<void> {
    status.value = 'loading';
    try {
      await refresh();
      status.value = 'ready';
    } catch {
      status.value = 'failed';
    }
  }
  /** A refresh that fails leaves what is shown; the next one heals it. */
  async function refreshQuietly(): Promise<void> {
    if (document.hidden || status.value !== 'ready') return;
    await refresh().catch(() => undefined);
  }
  async function loadMorePast(): Promise<void> {
    if (!pastCursor.value) return;
    try {
      const over = await api.listLivestreams({ status: 'ended', limit: PAST_PAGE, cursor: pastCursor.value });
      past.value = [...past.value, ...over.items];
      pastCursor.value = over.nextCursor;
    } catch {
      // The button stays where it is: pressing it again tries again.
    }
  }

  const heroId = computed(() => live.value[0]?._id);
  const heroPiece = computed(() => live.value[0]?.pinnedProducts[0]);
  watch([heroId, heroPiece], async ([id, wanted]) => {
    if (!id || !wanted) {
      piece.value = undefined;
      return;
    }
    const detail = await api.livestream(id).catch(() => undefined);
    if (heroId.value === id) piece.value = detail?.products[0];
  });

  const closeLobby = openLobby({
    started(show) {
      active.value = [show, ...active.value.filter((one) => one._id !== show._id)];
      scheduled.value = scheduled.value.filter((one) => one._id !== show._id);
    },
    stopped(id) {
      active.value = active.value.filter((one) => one._id !== id);
      void refreshQuietly();
    },
    returned() {
      void refreshQuietly();
    },
  });
  const timer = setInterval(refreshQuietly, REFRESH);
  document.addEventListener('visibilitychange', refreshQuietly);
  onScopeDispose(() => {
    closeLobby();
    clearInterval(timer);
    document.removeEventListener('visibilitychange', refreshQuietly);
  });
  void load();
  return { status, live, upcoming, past, piece, morePast: computed(() => pastCursor.value !== undefined), loadMorePast, load };
}
