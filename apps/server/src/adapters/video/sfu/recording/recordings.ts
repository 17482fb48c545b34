import { HOST_SEAT, type RecordingProblem } from '@vitrine/protocol';
import type { Seat } from '../media/seat.ts';
import { RecordingWriter } from './recording-writer.ts';
import { SeatRecorder, type SeatRecorderOptions } from './seat-recorder.ts';
import { type Keyframe, StillTap } from './still-tap.ts';

export interface RecordingsParts {
  /** The seat of this name; null when nothing of the show is here. */
  seat(streamId: string, name: string): Seat | null;
  now: () => number;
  wallClock: () => number;
  onProblem(streamId: string, seat: string, problem: RecordingProblem | null): void;
  onKeyframe(streamId: string, keyframe: Keyframe): void;
  writer?: RecordingWriter;
}
/** What follows a seat, and what it is tied to. A seat that was closed and comes again is another. */
interface Following<Tap> {
  tap: Tap;
  seat: Seat;
  release: () => void;
}

/** All that the media process records: the seats that it was told to, and a still of each show every now and then. */
export class Recordings {
  readonly #parts: RecordingsParts;
  readonly #writer: RecordingWriter;
  /** By show and seat. */
  readonly #recorders = new Map<string, Map<string, Following<SeatRecorder>>>();
  readonly #stills = new Map<string, Following<StillTap>>();

  constructor(parts: RecordingsParts) {
    this.#parts = parts;
    this.#writer = parts.writer ?? new RecordingWriter();
  }

  /** Records this seat from now on. Asked again it goes on, and follows the seat that has come in the old one's place. */
  record(options: SeatRecorderOptions): void {
    const { streamId, seat: name } = options;
    const seat = this.#parts.seat(streamId, name);
    // Its publisher has left meanwhile: whoever comes next is told of anew.
    if (!seat) return;
    const seats = this.#recorders.get(streamId) ?? new Map<string, Following<SeatRecorder>>();
    this.#recorders.set(streamId, seats);
    const { now, wallClock, onProblem } = this.#parts;
    const tap =
      seats.get(name)?.tap ??
      new SeatRecorder(options, { writer: this.#writer, now, wallClock, onProblem: (problem) => onProblem(streamId, name, problem) });
    seats.set(name, this.#follow(seats.get(name), tap, seat));
  }
  /** Ends the recording of a show's seats, not its stills; settles when the files are closed. */
  async stop(streamId: string): Promise<void> {
    const seats = this.#recorders.get(streamId);
    this.#recorders.delete(streamId);
    await Promise.all(
      [...(seats?.values() ?? [])].map(({ tap, release }) => {
        release();
        return tap.stop();
      }),
    );
  }
  async stopAll(): Promise<void> {
    for (const streamId of [...this.#stills.keys()]) this.endStills(streamId);
    await Promise.all([...this.#recorders.keys()].map((streamId) => this.stop(streamId)));
  }

  /** Takes stills of the host from now on. */
  takeStills(streamId: string): void {
    const seat = this.#parts.seat(streamId, HOST_SEAT);
    if (!seat) return;
    const known = this.#stills.get(streamId);
    const tap = known?.tap ?? new StillTap(this.#parts.now, (keyframe) => this.#parts.onKeyframe(streamId, keyframe));
    this.#stills.set(streamId, this.#follow(known, tap, seat));
  }
  endStills(streamId: string): void {
    this.#stills.get(streamId)?.release();
    this.#stills.delete(streamId);
  }

  tick(): void {
    for (const seats of this.#recorders.values()) for (const { tap } of seats.values()) attempt(tap);
    for (const { tap } of this.#stills.values()) attempt(tap);
  }

  #follow<Tap extends SeatRecorder | StillTap>(known: Following<Tap> | undefined, tap: Tap, seat: Seat): Following<Tap> {
    if (known?.seat === seat) return known;
    known?.release();
    return { tap, seat, release: seat.tap(tap) };
  }
}

/** One recording that fails must not end the process that carries every show. */
function attempt(tap: SeatRecorder | StillTap): void {
  try {
    tap.tick();
  } catch (error) {
    console.error(error);
  }
}
