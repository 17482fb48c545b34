/** How a bench is run. */
export interface BenchOptions {
  /** How many rounds count; null is the bench's own number. */
  rounds: number | null;
  /** Shrinks crowds and durations, for a quick look. Targets are judged at 1 only. */
  scale: number;
  /** A round in which other processes used more cores than this is measured again; null takes the machine as it is. */
  quiet: number | null;
  say(line: string): void;
}
export interface Target {
  what: string;
  /** null: printed, not judged. */
  met: boolean | null;
}
/** One line of figures: ours, and those of each peer in the same run. */
export interface Result {
  name: string;
  what: string;
  unit: string;
  /** One of each side per round, in the order of measuring. */
  rounds: Record<string, number>[];
  /** Medians. */
  ours: number;
  peers: Record<string, number>;
  /** Ours divided by the peer's. */
  ratio: Record<string, number>;
  /** Rounds that were repeated because the load had used up its core or had not kept its pace. */
  voided: number;
  /** Figures beside the main one. */
  also: Record<string, number | string>;
  settings: Record<string, number | string>;
  targets: Target[];
}
/** Each file of `benches/` exports one as `bench`; its file's name is the one it is called by. */
export interface Bench {
  what: string;
  run(options: BenchOptions): Promise<Result[]>;
}

/** A count under `scale`, at least one. */
export const scaled = (count: number, { scale }: BenchOptions): number => Math.max(1, Math.round(count * scale));
