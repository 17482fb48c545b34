import { PLAYBACK_LIMITS } from './limits.ts';

/**
 * Notices a viewer that went without a word (its program was ended, its phone went out). ICE takes half a minute for that (RFC 7675),
 * and for so long its address would be taken for anyone who comes from there after it.
 */
export class PeerSilence {
  /** Only who reports at all can be missed. */
  #hasReported = false;
  #unheardSince: number | null = null;

  onSent(now: number): void {
    this.#unheardSince ??= now;
  }
  onReport(): void {
    this.#hasReported = true;
    this.#unheardSince = null;
  }
  /** Media was sent for so long and nothing came back. */
  isTooLong(now: number): boolean {
    return this.#hasReported && this.#unheardSince !== null && now - this.#unheardSince > PLAYBACK_LIMITS.peerSilence;
  }
}
