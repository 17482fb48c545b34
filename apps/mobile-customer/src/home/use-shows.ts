import { bySchedule, byViewers, pickedShows, showsNow } from '@vitrine/client';
import { useLoaded, useLobby, useShop } from '@vitrine/mobile-kit';
import type { Livestream, Recommendation } from '@vitrine/protocol';
import { HOME } from '@vitrine/protocol/page-sizes';
import { useEffect, useRef, useState } from 'react';

/** How long one pauses in typing before it is looked for, in ms. */
const PAUSE = 250;

export interface Shows {
  /** What they were looked for by; '' for all. */
  search: string;
  live: readonly Livestream[];
  upcoming: readonly Livestream[];
  past: readonly Livestream[];
  /** Shows with why they are for this person. */
  picked: readonly Recommendation[];
}
/** The home page's shows, or those that are about some words; kept current by the lobby. */
export function useShows(words: string) {
  const { api } = useShop();
  const [search, setSearch] = useState('');
  const { loaded, reload, setLoaded } = useLoaded<Shows>(async (signal) => {
    const narrowed = search === '' ? {} : { search };
    const [live, upcoming, past, recommended] = await Promise.all([
      api.listLivestreams(narrowed, { signal }),
      api.listLivestreams({ ...narrowed, status: 'scheduled', limit: HOME.upcoming }, { signal }),
      api.listLivestreams({ ...narrowed, status: 'ended', limit: HOME.past }, { signal }),
      // Without them the page is still whole.
      search === '' ? api.recommendations({ limit: HOME.recommendations }, { signal }).catch(() => ({ items: [] })) : { items: [] },
    ]);
    return {
      search,
      live: [...live.items].sort(byViewers),
      upcoming: [...upcoming.items].sort(bySchedule),
      past: past.items,
      picked: pickedShows(recommended.items),
    };
  });
  useEffect(() => {
    const timer = setTimeout(() => setSearch(words.trim()), words.trim() === '' ? 0 : PAUSE);
    return () => clearTimeout(timer);
  }, [words]);
  const asked = useRef(search);
  useEffect(() => {
    if (asked.current === search) return;
    asked.current = search;
    reload();
  }, [search, reload]);
  useLobby(reload, (changed) =>
    setLoaded((now) =>
      now.status === 'ready' ? { ...now, value: { ...now.value, live: showsNow(now.value.live, changed).sort(byViewers) } } : now,
    ),
  );
  return { loaded, reload };
}
