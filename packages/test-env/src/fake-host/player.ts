import type { ClipFrame } from './clip.ts';

export interface PlayerOptions {
  durationMs: number;
  loop: boolean;
  /** Since the start of the broadcast. */
  elapsed(): number;
  send(frame: ClipFrame, timeMs: number): void;
}

/** Decides which frame of one kind is sent when. */
export class Player {
  readonly #frames: readonly ClipFrame[];
  readonly #options: PlayerOptions;
  #next = 0;
  /** Where the clip's time zero lies on the time line of what is sent. */
  #origin = 0;

  constructor(frames: readonly ClipFrame[], options: PlayerOptions) {
    this.#frames = frames;
    this.#options = options;
  }

  /** Sends what is due; false after the last frame. */
  due(): boolean {
    const elapsed = this.#options.elapsed();
    for (;;) {
      const frame = this.#frames[this.#next];
      if (!frame) {
        if (!this.#options.loop) return false;
        this.#next = 0;
        this.#origin += this.#options.durationMs;
        continue;
      }
      const timeMs = this.#origin + frame.timeMs;
      if (timeMs > elapsed) return true;
      this.#options.send(frame, timeMs);
      this.#next++;
    }
  }

  /** An encoder makes a keyframe when asked; a clip can only go on from another of its own, which takes the place of the next frame. */
  skipToKeyframe(): void {
    const ahead = this.#frames.findIndex((frame, index) => index >= this.#next && frame.keyframe);
    const target = ahead >= 0 ? ahead : this.#frames.findIndex((frame) => frame.keyframe);
    const from = this.#frames[this.#next];
    const to = this.#frames[target];
    if (!from || !to) return;
    this.#origin += from.timeMs - to.timeMs;
    this.#next = target;
  }
}
