import { bySchedule, byViewers, showsNow } from '@vitrine/client';
import type { ListedShow, Livestream, Product } from '@vitrine/protocol';
import { HOME } from '@vitrine/protocol/page-sizes';
import { type ComputedRef, computed, onScopeDispose, type Ref, ref, shallowReactive, shallowRef, watch } from 'vue';
import { api } from '../server/api.ts';
import { type LobbyAway, openLobby } from '../server/lobby.ts';

/** Live shows with which their piece is shown. */
const WITH_PIECE = 5;
/** Tags that are offered to choose from. */
const TAGS = 12;

/** What of the shows is looked for; both left out for all. */
export interface ShowFilter {
  search?: string;
  tag?: string;
}

/** In its place if it is among them. */
const replaced = (shows: readonly Livestream[], show: Livestream): Livestream[] => shows.map((one) => (one._id === show._id ? show : one));
const without = (shows: readonly Livestream[], id: string): Livestream[] => shows.filter((one) => one._id !== id);

/** The tags of these shows, the most frequent first. */
function tagsOf(shows: readonly Livestream[]): string[] {
  const counts = new Map<string, number>();
  for (const tag of shows.flatMap(({ tags }) => tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts].sort(([a, many], [b, few]) => few - many || a.localeCompare(b)).flatMap(([tag]) => tag);
}

/** The home page's shows: live, coming up and past, kept current by the lobby. */
export function useShows(filter: () => ShowFilter): {
  status: Ref<'loading' | 'ready' | 'failed'>;
  /** Another choice is on its way; what is shown belongs to the one before. */
  busy: Ref<boolean>;
  live: ComputedRef<readonly Livestream[]>;
  upcoming: ComputedRef<readonly Livestream[]>;
  past: Ref<readonly Livestream[]>;
  /** What can be chosen from: of all shows, whatever is looked for. */
  tags: Ref<readonly string[]>;
  /** When the newest still of a show on air was taken, by its id. */
  stills: ReadonlyMap<string, string>;
  /** What is on screen in the first live shows, by the show's id. */
  pieces: ReadonlyMap<string, Product>;
  morePast: ComputedRef<boolean>;
  /** Nothing is heard of the shop’s shows; what is on the page stays. */
  away: Ref<LobbyAway | undefined>;
  loadMorePast: () => Promise<void>;
  load: () => Promise<void>;
} {
  const status = ref<'loading' | 'ready' | 'failed'>('loading');
  const busy = ref(false);
  const active = shallowRef<readonly Livestream[]>([]);
  const scheduled = shallowRef<readonly Livestream[]>([]);
  const past = shallowRef<readonly Livestream[]>([]);
  const pastCursor = shallowRef<string>();
  const tags = shallowRef<readonly string[]>([]);
  const stills = shallowReactive(new Map<string, string>());
  const pieces = shallowReactive(new Map<string, Product>());
  const away = ref<LobbyAway>();
  const live = computed(() => [...active.value].sort(byViewers));
  const upcoming = computed(() => [...scheduled.value].sort(bySchedule));
  const isFiltered = (): boolean => Boolean(filter().search || filter().tag);
  /** Counts the refreshes: the answer to an older question is dropped. */
  let asked = 0;

  const firstPages = (narrowed: ShowFilter) =>
    Promise.all([
      api.listLivestreams(narrowed),
      api.listLivestreams({ ...narrowed, status: 'scheduled', limit: HOME.upcoming }),
      api.listLivestreams({ ...narrowed, status: 'ended', limit: HOME.past }),
    ]);
  async function refresh(): Promise<void> {
    const question = ++asked;
    const [now, next, over] = await firstPages(filter());
    if (question !== asked) return;
    active.value = now.items;
    scheduled.value = next.items;
    // What was opened further down stays; only the first page is renewed.
    if (past.value.length <= HOME.past || over.items[0]?._id !== past.value[0]?._id) {
      past.value = over.items;
      pastCursor.value = over.nextCursor;
    }
    if (!isFiltered()) tags.value = tagsOf([...now.items, ...next.items, ...over.items]).slice(0, TAGS);
  }
  /** Who came by a link to one tag is offered the others too. */
  async function loadTags(): Promise<void> {
    const pages = await firstPages({});
    tags.value = tagsOf(pages.flatMap(({ items }) => items)).slice(0, TAGS);
  }
  async function load(): Promise<void> {
    status.value = 'loading';
    try {
      await Promise.all([refresh(), isFiltered() && tags.value.length === 0 ? loadTags() : undefined]);
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
  async function refilter(): Promise<void> {
    if (status.value === 'failed') return load();
    busy.value = true;
    past.value = past.value.slice(0, HOME.past);
    const question = asked + 1;
    try {
      await refresh();
    } catch {
      if (question === asked) status.value = 'failed';
    }
    if (question === asked) busy.value = false;
  }
  async function loadMorePast(): Promise<void> {
    if (!pastCursor.value) return;
    const question = asked;
    try {
      const over = await api.listLivestreams({ ...filter(), status: 'ended', limit: HOME.past, cursor: pastCursor.value });
      if (question !== asked) return;
      past.value = [...past.value, ...over.items];
      pastCursor.value = over.nextCursor;
    } catch {
      // The button stays where it is: pressing it again tries again.
    }
  }
  watch(
    () => [filter().search, filter().tag],
    () => void refilter(),
  );

  /** What was asked for last, by show. */
  const wanted = new Map<string, string>();
  async function readPiece(id: string, pinned: string): Promise<void> {
    const detail = await api.livestream(id).catch(() => undefined);
    const [piece] = detail?.products ?? [];
    if (piece && wanted.get(id) === pinned) pieces.set(id, piece);
  }
  watch(
    () => live.value.slice(0, WITH_PIECE),
    (shows) => {
      for (const { _id, pinnedProducts } of shows) {
        const [pinned] = pinnedProducts;
        if (wanted.get(_id) === pinned) continue;
        if (pinned === undefined) {
          wanted.delete(_id);
          pieces.delete(_id);
        } else {
          wanted.set(_id, pinned);
          void readPiece(_id, pinned);
        }
      }
    },
  );

  function update(changed: readonly ListedShow[]): void {
    active.value = showsNow(active.value, changed);
    for (const { streamId, stillAt } of changed) {
      if (stillAt === null) stills.delete(streamId);
      else stills.set(streamId, stillAt);
    }
  }
  function list(show: Livestream): void {
    // Whether it is what is looked for, the server knows.
    if (isFiltered()) return void refreshQuietly();
    active.value = replaced(active.value, show);
    past.value = replaced(past.value, show);
    if (show.status === 'scheduled') scheduled.value = [show, ...without(scheduled.value, show._id)];
  }
  function unlist(id: string): void {
    for (const shows of [active, scheduled, past]) shows.value = without(shows.value, id);
  }
  const closeLobby = openLobby({
    started(show) {
      scheduled.value = without(scheduled.value, show._id);
      if (isFiltered()) void refreshQuietly();
      else active.value = [show, ...without(active.value, show._id)];
    },
    stopped(id) {
      stills.delete(id);
      active.value = without(active.value, id);
      void refreshQuietly();
    },
    updated: update,
    listed: list,
    unlisted: unlist,
    returned() {
      if (status.value === 'failed') void load();
      else void refreshQuietly();
    },
    away(now) {
      away.value = now;
    },
  });
  document.addEventListener('visibilitychange', refreshQuietly);
  onScopeDispose(() => {
    closeLobby();
    document.removeEventListener('visibilitychange', refreshQuietly);
  });
  void load();
  return {
    status,
    busy,
    live,
    upcoming,
    past,
    tags,
    stills,
    pieces,
    morePast: computed(() => pastCursor.value !== undefined),
    away,
    loadMorePast,
    load,
  };
}
