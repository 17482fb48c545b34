import type { Place } from './surroundings.ts';

/** A page is served by its shop. */
export const place: Place = {
  fixedAddress: '',
  transport: 'cookie',
  socketUrl: () => `${location.origin.replace(/^http/, 'ws')}/ws`,
};
