/** How fast nodes tell and forget each other, in milliseconds. */
export interface Timing {
  /** A node that has not renewed for this long is out of every count. */
  lifetime: number;
  /** How often a node renews and looks who else is there. With `lifetime` it bounds how long a dead node is counted: 13 s. */
  renewal: number;
  /** A stream's count is asked for at most this often, however many join and leave; less often when many watch. */
  spacing: number;
  /** An answer that takes longer than this is not waited for. */
  patience: number;
}
export const TIMING: Timing = { lifetime: 10_000, renewal: 3_000, spacing: 500, patience: 1_000 };
/** Uniting the sets costs Redis some microseconds per viewer: with this much more patience for each it is a few hundredths of its time. */
export const SPACING_PER_VIEWER = 0.1;
