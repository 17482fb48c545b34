import type { Door } from './doors.ts';

/** A media server under measurement, ready for its publisher. */
export interface VideoSide extends AsyncDisposable {
  readonly name: string;
  readonly version: string;
  /** The process whose tree's CPU is the side's. */
  readonly pid: number;
  readonly hostDoor: Door;
  readonly viewerDoor: Door;
}
