import { z } from 'zod';

/** What the media process tells of itself, every few seconds. Those in the past tense only rise, from its start. */
export const ProcessFigures = z.object({
  publishers: z.int(),
  viewers: z.int(),
  bytesReceived: z.number(),
  bytesSent: z.number(),
  publisherLoss: z.number(),
  viewerLoss: z.number(),
  /** Viewers sent away because there was no room. */
  refused: z.int(),
  load: z.enum(['normal', 'high', 'overloaded']),
  /** Of the time, 0 to 1, that its event loop was busy. */
  busy: z.number(),
  /** Of all cores, 0 to 1. */
  cpu: z.number(),
  /** ms. */
  loopDelay: z.number(),
  lateness: z.number(),
});
export type ProcessFigures = z.infer<typeof ProcessFigures>;

const NOTHING: ProcessFigures = {
  publishers: 0,
  viewers: 0,
  bytesReceived: 0,
  bytesSent: 0,
  publisherLoss: 0,
  viewerLoss: 0,
  refused: 0,
  load: 'normal',
  busy: 0,
  cpu: 0,
  loopDelay: 0,
  lateness: 0,
};

/** The figures of one media process after the other: what was counted before a restart is kept. */
export class FiguresOverRestarts {
  #restarts = 0;
  #latest = NOTHING;
  #before = { bytesReceived: 0, bytesSent: 0, refused: 0 };

  take(figures: ProcessFigures): void {
    this.#latest = figures;
  }
  /** The process has ended. */
  ended(): void {
    const { bytesReceived, bytesSent, refused } = this.read();
    this.#before = { bytesReceived, bytesSent, refused };
    this.#latest = NOTHING;
    this.#restarts++;
  }
  read(): ProcessFigures & { restarts: number } {
    return {
      ...this.#latest,
      bytesReceived: this.#before.bytesReceived + this.#latest.bytesReceived,
      bytesSent: this.#before.bytesSent + this.#latest.bytesSent,
      refused: this.#before.refused + this.#latest.refused,
      restarts: this.#restarts,
    };
  }
}
