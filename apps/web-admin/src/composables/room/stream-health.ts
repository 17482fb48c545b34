import type { PublishingStats } from '@vitrine/client/video';
import type { AudienceHealth, PublisherHealth, PublisherTrouble, VideoHealth } from '@vitrine/protocol';
import { HOST_SEAT } from '@vitrine/protocol/codes';
import { text } from '../../text/en.ts';
import type { Broadcast, BroadcastState } from './use-broadcast.ts';
import type { ControlRoom } from './use-control-room.ts';

/** Where figures of the picture come from. */
export type MeasuredSource = Pick<ControlRoom, 'snapshot'> & { broadcast: Pick<Broadcast, 'stats'> };
/** What of the control room tells how the picture is. */
export type MeasuredRoom = Pick<ControlRoom, 'onAir' | 'sending' | 'snapshot' | 'upload'> & {
  broadcast: Pick<Broadcast, 'state' | 'stats'>;
};
export interface StreamHealth {
  tone: 'quiet' | 'ok' | 'warn' | 'danger';
  word: string;
  /** The state in one sentence. */
  say: string;
  /** What helps, where something does. */
  advice?: string;
}
export interface Row {
  name: string;
  value: string;
  /** It is drawn too. */
  isUpload?: true;
}

/** Below this, in bit/s, a 720p picture is not sharp any more; below the second hardly anything is. */
const THIN = 900_000;
const VERY_THIN = 250_000;
/** Seconds to the server and back from which viewers notice. */
const SLOW = 0.4;
const LOSSY = 0.05;
/** So large a part of the players that report must have seen the picture stand still, and so many must have reported. */
const MANY = 0.25;
const ENOUGH_REPORTS = 4;

/** What the figures mean, in plain words: what the browser knows of itself first, then what the server sees arrive. */
export function roomHealth({ onAir, sending, snapshot, broadcast }: MeasuredRoom): StreamHealth {
  const words = text.health;
  const { videoHealth } = snapshot.value;
  const host = hostOf(videoHealth);
  const own = streamHealth(broadcast.state.value.status, broadcast.stats.value);
  if (!sending.value) {
    // Somebody else sends it, or another program.
    if (host) return arriving(host, videoHealth, words.arrivesSay);
    if (!onAir.value) return own;
    return videoHealth ? { ...own, say: words.elsewhere } : { tone: 'quiet', word: words.unheard, say: words.unheardSay };
  }
  if (own.tone === 'quiet' || own.tone === 'danger' || !host) return own;
  const seen = arriving(host, videoHealth, own.say);
  if (seen.tone === 'danger') return seen;
  return own.tone === 'warn' ? { ...own, advice: words.uplinkAdvice } : seen;
}

/** As the browser sees it. Without figures yet it says what is going on. */
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

/** As the server sees it arrive, and go on to viewers. */
function arriving(host: PublisherHealth, health: VideoHealth | null, wellSay: string): StreamHealth {
  if (host.trouble) return troubleOf(host.trouble);
  const words = text.health;
  if (!health || !host.up) return { tone: 'quiet', word: words.connecting, say: words.connectingSay };
  const { freezes } = health.audience;
  if (freezes.reports >= ENOUGH_REPORTS && freezes.frozen > MANY * freezes.reports)
    return { tone: 'warn', word: words.fair, say: words.stoppingSay, advice: words.stoppingAdvice };
  const { sharp, all } = reach(health.audience, fullHeight(host));
  const say = all === 0 ? wellSay : sharp === all ? words.everyoneSay : words.someSay(all - sharp, all);
  return { tone: 'ok', word: words.healthy, say };
}
function troubleOf(trouble: PublisherTrouble): StreamHealth {
  const words = text.health;
  switch (trouble) {
    case 'no_picture':
      return { tone: 'danger', word: words.noPicture, say: words.noPictureSay, advice: words.noPictureAdvice };
    case 'no_sound':
      return { tone: 'danger', word: words.noSound, say: words.noSoundSay, advice: words.noSoundAdvice };
    case 'silent':
      return { tone: 'danger', word: words.silent, say: words.silentSay, advice: words.silentAdvice };
    case 'uplink':
      return { tone: 'warn', word: words.fair, say: words.uplinkSay, advice: words.uplinkAdvice };
    case 'frames':
      return { tone: 'warn', word: words.fair, say: words.framesSay, advice: words.framesAdvice };
  }
}

/** What a host looks at: its own upload, then how it arrives. */
export function healthRows({ snapshot, broadcast }: MeasuredSource): Row[] {
  const host = hostOf(snapshot.value.videoHealth);
  const stats = broadcast.stats.value;
  const rows: Row[] = [];
  if (stats) {
    const loss = Math.max(stats.packetLoss, host?.loss ?? 0);
    const delay = stats.roundTrip === null ? (host?.roundTrip ?? null) : stats.roundTrip * 1_000;
    rows.push(...ownRows({ ...stats, loss, delay }));
  } else if (host) {
    const top = host.layers.filter((layer) => layer.active).at(-1) ?? { width: 0, height: 0, framesPerSecond: 0 };
    rows.push(...ownRows({ ...top, bitrate: host.bitrate, loss: host.loss, delay: host.roundTrip }));
  }
  if (snapshot.value.videoHealth && host) rows.push(...audienceRows(snapshot.value.videoHealth.audience, fullHeight(host)));
  return rows;
}
function ownRows(own: {
  bitrate: number;
  width: number;
  height: number;
  framesPerSecond: number;
  loss: number;
  delay: number | null;
}): Row[] {
  const words = text.health;
  return [
    { name: words.upload, value: sayBitrate(own.bitrate), isUpload: true },
    { name: words.size, value: own.height === 0 ? words.unknown : words.dimensions(own.width, own.height) },
    { name: words.frames, value: String(Math.round(own.framesPerSecond)) },
    { name: words.delay, value: sayDelay(own.delay) },
    { name: words.lost, value: sayShare(own.loss) },
  ];
}
function audienceRows(audience: AudienceHealth, full: number): Row[] {
  const words = text.health;
  const { sharp, slow, hearing, all, lowest } = reach(audience, full);
  const { reports, frozen } = audience.freezes;
  return [
    ...(all > 0 ? [{ name: words.sharp, value: words.ofAll(sharp, all) }] : []),
    ...(slow > 0 ? [{ name: words.slow, value: words.peopleAt(words.people(slow), lowest) }] : []),
    ...(hearing > 0 ? [{ name: words.hearing, value: words.people(hearing) }] : []),
    ...(reports > 0 ? [{ name: words.stood, value: words.ofAll(frozen, reports) }] : []),
  ];
}

/** For who opens it: layers, codecs, and the spread over viewers. */
export function detailRows(health: VideoHealth | null): Row[] {
  const words = text.health;
  const host = hostOf(health);
  if (!health || !host) return [];
  const { audience } = health;
  const layers = host.layers.map(({ width, height, bitrate, framesPerSecond, active }) => ({
    name: words.layer(width, height),
    value: active ? words.layerRate(sayBitrate(bitrate), Math.round(framesPerSecond)) : words.layerOff,
  }));
  return [
    ...layers,
    { name: words.codecs, value: [host.videoCodec, host.audioCodec].filter((codec) => codec !== null).join(', ') },
    { name: words.jitter, value: sayDelay(host.jitter) },
    { name: words.audienceRate, value: sayBitrate(audience.bitrate) },
    ...(audience.viewers > 0
      ? [{ name: words.audienceLoss, value: words.halfAndMost(sayShare(audience.loss.p50), sayShare(audience.loss.p95)) }]
      : []),
    ...(audience.roundTrip
      ? [{ name: words.audienceDelay, value: words.halfAndMost(sayDelay(audience.roundTrip.p50), sayDelay(audience.roundTrip.p95)) }]
      : []),
  ];
}

/** What the server tells of the host's own picture. */
export const hostOf = (health: VideoHealth | null): PublisherHealth | undefined =>
  health?.publishers.find(({ seat }) => seat === HOST_SEAT);
/** Of the largest picture that is sent. */
const fullHeight = ({ layers }: PublisherHealth): number => Math.max(0, ...layers.map((layer) => (layer.active ? layer.height : 0)));

/** Who gets the whole picture, who a smaller one (and which, at the least), who sound alone. */
function reach({ heights }: AudienceHealth, full: number) {
  const count = (fits: (height: number) => boolean): number =>
    heights.reduce((sum, { height, viewers }) => (fits(height) ? sum + viewers : sum), 0);
  const slow = heights.filter(({ height }) => height > 0 && height < full);
  return {
    all: count(() => true),
    sharp: count((height) => height > 0 && height >= full),
    slow: slow.reduce((sum, { viewers }) => sum + viewers, 0),
    hearing: count((height) => height === 0),
    lowest: Math.min(...slow.map(({ height }) => height)),
  };
}

/** bit/s as people say it: `2.4 Mbit/s`, `480 kbit/s`. */
export function sayBitrate(bitrate: number): string {
  if (bitrate >= 1_000_000) return text.health.mbit((bitrate / 1_000_000).toFixed(1));
  return text.health.kbit(String(Math.round(bitrate / 1_000)));
}
const sayDelay = (milliseconds: number | null): string =>
  milliseconds === null ? text.health.unknown : text.health.ms(Math.round(milliseconds));
const sayShare = (share: number): string => text.health.percent((share * 100).toFixed(1));
