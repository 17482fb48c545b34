import type { PublishingStats } from '@vitrine/client/video';
import { text } from '../text/en.ts';
import type { BroadcastState } from './use-broadcast.ts';

export interface StreamHealth {
  tone: 'quiet' | 'ok' | 'warn' | 'danger';
  word: string;
  /** The state in one sentence. */
  say: string;
}
/** Below this, in bit/s, a 720p picture is not sharp any more; below the second hardly anything is. */
const THIN = 900_000;
const VERY_THIN = 250_000;
/** Seconds to the server and back from which viewers notice. */
const SLOW = 0.4;
const LOSSY = 0.05;

/** What the figures mean, in plain words. Without figures yet it says what is going on. */
export function streamHealth(state: BroadcastState['status'], stats: PublishingStats | null): StreamHealth {
  const words = text.health;
  if (state === 'reconnecting') return { tone: 'danger', word: words.off, say: words.offSay };
  if (state === 'connecting' || state === 'starting') return { tone: 'quiet', word: words.connecting, say: words.connectingSay };
  if (state !== 'on') return { tone: 'quiet', word: words.idle, say: words.idleSay };
  // The first seconds after connecting say nothing about the line yet.
  if (!stats || stats.height === 0 || stats.bitrate === 0) return { tone: 'quiet', word: words.connecting, say: words.connectingSay };
  if (stats.bitrate < VERY_THIN && stats.limitedBy === 'bandwidth') return { tone: 'danger', word: words.poor, say: words.poorSay };
  if (stats.limitedBy === 'bandwidth' && stats.bitrate < THIN) return { tone: 'warn', word: words.fair, say: words.fairSay(stats.height) };
  if (stats.packetLoss > LOSSY || (stats.roundTrip ?? 0) > SLOW) return { tone: 'warn', word: words.fair, say: words.fairSlow };
  return { tone: 'ok', word: words.healthy, say: words.healthySay };
}

/** bit/s as people say it: `2.4 Mbit/s`, `480 kbit/s`. */
export function sayBitrate(bitrate: number): string {
  if (bitrate >= 1_000_000) return text.health.mbit((bitrate / 1_000_000).toFixed(1));
  return text.health.kbit(String(Math.round(bitrate / 1_000)));
}
