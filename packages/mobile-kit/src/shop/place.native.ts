import type { Place } from './surroundings.ts';

/** An app knows its shop from its build (`EXPO_PUBLIC_SERVER_URL`), or is told. */
export const place: Place = {
  fixedAddress: process.env.EXPO_PUBLIC_SERVER_URL || null,
  transport: 'bearer',
  socketUrl: (address) => `${address.replace(/^http/, 'ws')}/ws`,
};
