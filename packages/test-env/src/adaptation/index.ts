export { GOOD_LINK, type LinkConditions, LossyLink } from '../lossy-link.ts';
export type { PlayerFigures } from './in-page.ts';
export { heightOf, longestGap, TOP_HEIGHT, Watching } from './watching.ts';
