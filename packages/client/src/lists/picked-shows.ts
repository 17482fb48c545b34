import type { Recommendation } from '@vitrine/protocol';

/** So many at most. */
const SHOWN = 4;

/** The reasons that speak of what somebody did here. */
const isPersonal = ({ reason }: Recommendation): boolean => reason.title !== null;
/** What the page shows anyway needs no second place. */
const isNews = ({ reason }: Recommendation): boolean => reason.code !== 'live_now' && reason.code !== 'coming_up';

/** The shows that a home page offers as picked for who looks; none for who has done nothing here yet. */
export const pickedShows = (recommended: readonly Recommendation[]): Recommendation[] =>
  recommended.some(isPersonal) ? recommended.filter(isNews).slice(0, SHOWN) : [];
