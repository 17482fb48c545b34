import type { AudienceHealth } from '@vitrine/protocol';
import type { Clock } from '../../ports/clock.ts';
import type { Metrics } from '../../ports/metrics.ts';
import type { Actor } from '../actor.ts';
import type { Playback, PlaybackReport } from '../services.ts';

/** A report says how it was lately, ms. */
const KEPT_FOR = 60_000;
/** Reports of one show that are kept; more say nothing new. */
const MAX_REPORTS = 2_000;

/** What players on this node saw in the last minute: the latest of each viewer, in memory. */
export class PlaybackReports implements Playback {
  readonly #clock: Clock;
  readonly #onReport: Metrics['played'];
  readonly #shows = new Map<string, Map<string, { at: number; report: PlaybackReport }>>();

  constructor(parts: { clock: Clock; onReport: Metrics['played'] }) {
    this.#clock = parts.clock;
    this.#onReport = parts.onReport;
  }

  report(actor: Actor, streamId: string, report: PlaybackReport): void {
    this.#onReport(report);
    const reports = this.#shows.get(streamId) ?? new Map();
    this.#shows.set(streamId, reports);
    // Again at the end, so that the oldest is always the first.
    reports.delete(actor.id);
    if (reports.size >= MAX_REPORTS) reports.delete(reports.keys().next().value);
    reports.set(actor.id, { at: this.#clock.monotonic(), report });
  }

  summary(streamId: string): AudienceHealth['freezes'] {
    const reports = this.#shows.get(streamId);
    const summary = { reports: 0, frozen: 0, milliseconds: 0 };
    if (!reports) return summary;
    const since = this.#clock.monotonic() - KEPT_FOR;
    let share = 0;
    for (const [viewerId, { at, report }] of reports) {
      if (at < since) {
        reports.delete(viewerId);
        continue;
      }
      summary.reports++;
      if (report.freezes > 0) summary.frozen++;
      share += Math.min(1, report.frozen / report.period);
    }
    if (reports.size === 0) this.#shows.delete(streamId);
    if (summary.reports > 0) summary.milliseconds = Math.round((share / summary.reports) * 60_000);
    return summary;
  }

  /** Shows that somebody reports of. */
  shows(): string[] {
    return [...this.#shows.keys()];
  }
  /** The show is over. */
  forget(streamId: string): void {
    this.#shows.delete(streamId);
  }
}
