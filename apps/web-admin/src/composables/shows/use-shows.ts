import { bySchedule } from '@vitrine/client';
import type { Analytics, Livestream, LivestreamStatus } from '@vitrine/protocol';
import { type ComputedRef, computed, onScopeDispose, type Ref, shallowRef, watch } from 'vue';
import { useTyped } from '../page/use-typed.ts';
import { api } from '../server/api.ts';
import { openLobby } from '../server/lobby.ts';
import { type List, useList } from '../server/use-list.ts';

export type ShowFilter = 'all' | 'live' | 'scheduled' | 'ended';
const PAGE = 20;
const MANY = 100;
/** How many shows' figures are read at once. */
const AT_ONCE = 4;
/** Viewer counts of the list are this old at most, in milliseconds. */
const REFRESH = 15_000;

/** The shop's shows: on air, coming up, over; kept current by the lobby. */
export function useShows(search: Ref<string>): {
  state: ComputedRef<'loading' | 'ready' | 'failed'>;
  live: ComputedRef<readonly Livestream[]>;
  scheduled: ComputedRef<readonly Livestream[]>;
  ended: ComputedRef<readonly Livestream[]>;
  figures: Ref<ReadonlyMap<string, Analytics>>;
  moreEnded: List<Livestream>['more'];
  loadMoreEnded: () => Promise<void>;
  load: () => Promise<void>;
  /** It was deleted: it is not waited for that the server says so. */
  forget: (id: string) => void;
} {
  const page = (status: LivestreamStatus | undefined, limit: number) => (cursor?: string) =>
    api.listLivestreams({
      limit,
      ...(status ? { status } : {}),
      ...(cursor ? { cursor } : {}),
      ...(search.value.trim() ? { search: search.value.trim() } : {}),
    });
  const active = useList<Livestream>(page(undefined, MANY));
  const scheduled = useList<Livestream>(page('scheduled', MANY));
  const ended = useList<Livestream>(page('ended', PAGE));

  const lists = [active, scheduled, ended];
  async function load(): Promise<void> {
    await Promise.all(lists.map((list) => list.load()));
  }
  const figures = shallowRef<ReadonlyMap<string, Analytics>>(new Map());
  const asked = new Set<string>();
  /** Orders and revenue are not part of a show; each row's are read when it appears. A show of somebody else keeps its own. */
  async function readFigures(shows: readonly Livestream[]): Promise<void> {
    const wanted = shows.filter((show) => !asked.has(show._id));
    for (const show of wanted) asked.add(show._id);
    for (let at = 0; at < wanted.length; at += AT_ONCE) {
      const read = await Promise.all(wanted.slice(at, at + AT_ONCE).map((show) => api.analytics(show._id).catch(() => undefined)));
      const next = new Map(figures.value);
      for (const one of read) if (one) next.set(one.streamId, one);
      figures.value = next;
    }
  }
  watch([active.items, ended.items], ([now, over]) => void readFigures([...now, ...over]));

  useTyped(search, () => void load());
  const refresh = async (): Promise<void> => {
    if (!document.hidden) await active.renew();
  };
  const timer = setInterval(refresh, REFRESH);
  const closeLobby = openLobby(() => {
    for (const list of lists) void list.renew();
  });
  onScopeDispose(() => {
    clearInterval(timer);
    closeLobby();
  });
  void load();

  const state = computed(() => {
    const states = lists.map((list) => list.state.value);
    if (states.includes('failed')) return 'failed';
    return states.includes('loading') ? 'loading' : 'ready';
  });
  return {
    state,
    live: active.items as ComputedRef<readonly Livestream[]>,
    scheduled: computed(() => [...scheduled.items.value].sort(bySchedule)),
    ended: ended.items as ComputedRef<readonly Livestream[]>,
    figures,
    moreEnded: ended.more,
    loadMoreEnded: ended.loadMore,
    load,
    forget(id) {
      for (const list of lists) list.items.value = list.items.value.filter((show) => show._id !== id);
    },
  };
}
