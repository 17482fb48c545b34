import { describe, expect, it } from 'vitest';
import { PLAYBACK_LIMITS } from './limits.ts';
import { PeerSilence } from './peer-silence.ts';

const LONG = PLAYBACK_LIMITS.peerSilence;

describe('a viewer’s silence', () => {
  it('is too long once media was sent for long and no report came', () => {
    const silence = new PeerSilence();
    silence.onReport();
    silence.onSent(1_000);
    silence.onSent(1_000 + LONG);
    expect(silence.isTooLong(1_000 + LONG)).toBe(false);
    expect(silence.isTooLong(1_001 + LONG)).toBe(true);
  });
  it('counts from the first packet after the last report, so that a pause is no silence', () => {
    const silence = new PeerSilence();
    silence.onSent(0);
    silence.onReport();
    expect(silence.isTooLong(10 * LONG)).toBe(false);
    silence.onSent(10 * LONG);
    expect(silence.isTooLong(11 * LONG)).toBe(false);
    expect(silence.isTooLong(11 * LONG + 1)).toBe(true);
  });
  it('ends with a report', () => {
    const silence = new PeerSilence();
    silence.onReport();
    silence.onSent(0);
    silence.onReport();
    silence.onSent(LONG);
    expect(silence.isTooLong(LONG + 1)).toBe(false);
  });
  it('is nothing in a viewer that never reports', () => {
    const silence = new PeerSilence();
    silence.onSent(0);
    expect(silence.isTooLong(100 * LONG)).toBe(false);
  });
});
