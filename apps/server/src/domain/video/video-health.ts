import { type AudienceHealth, VideoHealth } from '@vitrine/protocol';
import { z } from 'zod';
import type { Backplane, Figures } from '../../ports/backplane.ts';
import type { Clock } from '../../ports/clock.ts';
import { type Actor, mayRun } from '../actor.ts';
import { DomainError } from '../errors.ts';
import { Listeners } from '../listeners.ts';
import type { LivestreamService } from '../livestreams/livestreams.ts';
import type { VideoHealthDesk } from '../services.ts';
import type { PlaybackReports } from './playback-reports.ts';

type Freezes = AudienceHealth['freezes'];
/** The names under which nodes tell each other figures. */
const HEALTH = 'video_health';
const FREEZES = 'playback';
const FreezesOfNode = z.object({ reports: z.int().min(0), frozen: z.int().min(0), milliseconds: z.number().min(0) });

/** What has not been told anew for so long is not known any more, ms. */
const KNOWN_FOR = 10_000;
/** Shows and nodes whose figures are kept; more than that is nobody's real shop. */
const MAX_SHOWS = 1_000;
const MAX_NODES = 64;

interface Told<Value> {
  value: Value;
  at: number;
}
const nothing = (provider: VideoHealth['provider']): VideoHealth => ({
  provider,
  publishers: [],
  audience: {
    viewers: 0,
    heights: [],
    bitrate: 0,
    loss: { p50: 0, p95: 0 },
    roundTrip: null,
    freezes: { reports: 0, frozen: 0, milliseconds: 0 },
  },
});

/**
 * How the shows' video is, for who runs them, on whichever node they are: the node that has the video tells the others, and every node
 * tells what its viewers' players report. Only the latest is known, and nothing is stored.
 */
export class VideoHealthService implements VideoHealthDesk {
  readonly #livestreams: Pick<LivestreamService, 'visible'>;
  readonly #backplane: Pick<Backplane, 'tellFigures' | 'onFigures' | 'otherNodes'>;
  readonly #playback: Pick<PlaybackReports, 'summary' | 'shows' | 'forget'>;
  readonly #clock: Clock;
  readonly #provider: VideoHealth['provider'];
  readonly #latest = new Map<string, Told<VideoHealth>>();
  /** Of the other nodes' viewers, by show and node. */
  readonly #elsewhere = new Map<string, Map<string, Told<Freezes>>>();
  readonly #followers = new Map<string, Listeners<[VideoHealth]>>();

  constructor(parts: {
    livestreams: Pick<LivestreamService, 'visible'>;
    backplane: Pick<Backplane, 'tellFigures' | 'onFigures' | 'otherNodes'>;
    playback: Pick<PlaybackReports, 'summary' | 'shows' | 'forget'>;
    provider: VideoHealth['provider'];
    clock: Clock;
  }) {
    this.#livestreams = parts.livestreams;
    this.#backplane = parts.backplane;
    this.#playback = parts.playback;
    this.#provider = parts.provider;
    this.#clock = parts.clock;
    parts.backplane.onFigures((figures, node) => this.#hear(figures, node));
  }

  async follow(actor: Actor, streamId: string, listener: (health: VideoHealth) => void): Promise<() => void> {
    const show = await this.#livestreams.visible(actor, streamId);
    if (!mayRun(actor, show.createdBy)) throw new DomainError('forbidden', 'Only its host and admins see how the video of this show is.');
    const followers = this.#followers.get(streamId) ?? new Listeners<[VideoHealth]>();
    this.#followers.set(streamId, followers);
    const stop = followers.add(listener);
    const known = this.#latest.get(streamId);
    if (known) listener(this.#merged(streamId, known.value));
    return () => {
      stop();
      if (followers.size === 0 && this.#followers.get(streamId) === followers) this.#followers.delete(streamId);
    };
  }

  /** The video service of this node has told how a show is. */
  take(streamId: string, health: VideoHealth): void {
    this.#keep(streamId, health);
    if (this.#backplane.otherNodes().length > 0) this.#backplane.tellFigures({ name: HEALTH, streamId, value: health });
  }

  /** Tells the other nodes what players here saw, and followers that nothing is known any more; to be run every few seconds. */
  tell(): void {
    const hasOthers = this.#backplane.otherNodes().length > 0;
    for (const streamId of this.#playback.shows()) {
      const value = this.#playback.summary(streamId);
      if (hasOthers) this.#backplane.tellFigures({ name: FREEZES, streamId, value });
    }
    const since = this.#clock.monotonic() - KNOWN_FOR;
    for (const [streamId, { at }] of this.#latest) {
      if (at >= since) continue;
      this.#latest.delete(streamId);
      this.#followers.get(streamId)?.tell(nothing(this.#provider));
    }
    for (const [streamId, nodes] of this.#elsewhere) {
      for (const [node, { at }] of nodes) if (at < since) nodes.delete(node);
      if (nodes.size === 0) this.#elsewhere.delete(streamId);
    }
  }

  /** The show is over. */
  forget(streamId: string): void {
    this.#latest.delete(streamId);
    this.#elsewhere.delete(streamId);
    this.#playback.forget(streamId);
  }

  #hear({ name, streamId, value }: Figures, node: string): void {
    if (name === HEALTH) {
      const health = VideoHealth.safeParse(value);
      if (health.success) this.#keep(streamId, health.data);
    } else if (name === FREEZES) {
      const freezes = FreezesOfNode.safeParse(value);
      if (freezes.success) this.#keepFreezes(streamId, node, freezes.data);
    }
  }
  #keep(streamId: string, value: VideoHealth): void {
    if (this.#latest.size >= MAX_SHOWS && !this.#latest.has(streamId)) return;
    this.#latest.set(streamId, { value, at: this.#clock.monotonic() });
    this.#followers.get(streamId)?.tell(this.#merged(streamId, value));
  }
  #keepFreezes(streamId: string, node: string, value: Freezes): void {
    if (this.#elsewhere.size >= MAX_SHOWS && !this.#elsewhere.has(streamId)) return;
    const nodes = this.#elsewhere.get(streamId) ?? new Map<string, Told<Freezes>>();
    if (nodes.size >= MAX_NODES && !nodes.has(node)) return;
    nodes.set(node, { value, at: this.#clock.monotonic() });
    this.#elsewhere.set(streamId, nodes);
  }

  #merged(streamId: string, health: VideoHealth): VideoHealth {
    const since = this.#clock.monotonic() - KNOWN_FOR;
    const elsewhere = [...(this.#elsewhere.get(streamId)?.values() ?? [])].filter(({ at }) => at >= since).map(({ value }) => value);
    return { ...health, audience: { ...health.audience, freezes: sum([this.#playback.summary(streamId), ...elsewhere]) } };
  }
}

/** Milliseconds are an average over those who reported. */
function sum(all: readonly Freezes[]): Freezes {
  const reports = all.reduce((total, one) => total + one.reports, 0);
  const frozen = all.reduce((total, one) => total + one.frozen, 0);
  const milliseconds = all.reduce((total, one) => total + one.milliseconds * one.reports, 0);
  return { reports, frozen, milliseconds: reports === 0 ? 0 : Math.round(milliseconds / reports) };
}
