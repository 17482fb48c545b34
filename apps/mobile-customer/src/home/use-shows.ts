import { useLoaded, useLobby, useShop } from '@vitrine/mobile-kit';
import type { Livestream, Recommendation } from '@vitrine/protocol';

const PAST = 12;
const UPCOMING = 20;
const RECOMMENDED = 8;

export interface Shows {
  live: readonly Livestream[];
  upcoming: readonly Livestream[];
  past: readonly Livestream[];
  /** Shows with why they are for this person. */
  recommended: readonly Recommendation[];
}
const bySchedule = (one: Livestream, other: Livestream): number => (one.scheduledFor ?? '~').localeCompare(other.scheduledFor ?? '~');
/** What is live or coming stands on the page anyway, and says so itself. */
const PERSONAL = new Set(['because_bought', 'because_liked', 'because_watched', 'popular']);

/** The home page's shows, kept current by the lobby. */
export function useShows() {
  const { api } = useShop();
  const { loaded, reload } = useLoaded<Shows>(async (signal) => {
    const [live, upcoming, past, recommended] = await Promise.all([
      api.listLivestreams({}, { signal }),
      api.listLivestreams({ status: 'scheduled', limit: UPCOMING }, { signal }),
      api.listLivestreams({ status: 'ended', limit: PAST }, { signal }),
      // Without them the page is still whole.
      api.recommendations({ limit: RECOMMENDED }, { signal }).catch(() => ({ items: [] })),
    ]);
    return {
      live: [...live.items].sort((one, other) => other.viewerCount - one.viewerCount),
      upcoming: [...upcoming.items].sort(bySchedule),
      past: past.items,
      recommended: recommended.items.filter(({ reason }) => PERSONAL.has(reason.code)),
    };
  });
  useLobby(reload);
  return { loaded, reload };
}
