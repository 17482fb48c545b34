import type { Rtc } from './surroundings.ts';

/** A browser has all that video needs, or can't play it. */
export const rtc: Rtc = { parts: {}, isSupported: typeof RTCPeerConnection !== 'undefined', playsInBackground: false };
