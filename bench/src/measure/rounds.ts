import type { BenchOptions, Result } from '../bench.ts';
import { secondsElsewhere } from './process-tree.ts';
import { median } from './statistics.ts';

export const OURS = 'vitrine';
/** Attempts at one round of one side before the bench gives up: the machine is too busy, or too small. */
const ATTEMPTS = 4;
/** The same where a quiet machine is waited for. */
const ATTEMPTS_FOR_QUIET = 20;

/** The round doesn't count: not the side but the load was at its limit. */
export class VoidRound extends Error {
  override readonly name = 'VoidRound';
}

/** What one side's round gives: the figure that is compared, and others beside it. */
export type Figure = number | { figure: number; also: Record<string, number> };

export interface Measured {
  rounds: Record<string, number>[];
  voided: number;
  /** Of the rounds that count, one each. */
  also: Record<string, number[]>;
}

/**
 * Measures every side once per round, in turn, so that what else the machine does falls on all of them alike.
 * @throws VoidRound when a round stays void.
 */
export async function alternate(
  sides: Record<string, () => Promise<Figure>>,
  count: number,
  unit: string,
  { rounds: asked, quiet, say }: BenchOptions,
): Promise<Measured> {
  const rounds: Record<string, number>[] = [];
  const also: Record<string, number[]> = {};
  let voided = 0;
  const attempts = quiet === null ? ATTEMPTS : ATTEMPTS_FOR_QUIET;
  const total = asked ?? count;
  for (let round = 1; round <= total; round++) {
    const figures: Record<string, number> = {};
    for (const [name, measure] of Object.entries(sides)) {
      for (let attempt = 1; ; attempt++) {
        try {
          const measured = quiet === null ? await measure() : await measuredInQuiet(measure, quiet);
          figures[name] = typeof measured === 'number' ? measured : measured.figure;
          if (typeof measured !== 'number')
            for (const [key, value] of Object.entries(measured.also)) also[key] = [...(also[key] ?? []), value];
          break;
        } catch (error) {
          if (!(error instanceof VoidRound) || attempt === attempts) throw error;
          voided += 1;
          say(`round ${round} of ${name} is void: ${error.message}`);
        }
      }
    }
    rounds.push(figures);
    say(
      `round ${round} of ${total}: ${Object.entries(figures)
        .map(([name, figure]) => `${name} ${figure.toPrecision(4)}`)
        .join(', ')} ${unit}`,
    );
  }
  return { rounds, voided, also };
}

/** @throws VoidRound when other processes used more than so many cores meanwhile. */
async function measuredInQuiet(measure: () => Promise<Figure>, quiet: number): Promise<Figure> {
  const before = { at: performance.now(), seconds: secondsElsewhere() };
  const figure = await measure();
  const cores = (secondsElsewhere() - before.seconds) / ((performance.now() - before.at) / 1000);
  if (cores > quiet) throw new VoidRound(`other processes used ${cores.toFixed(2)} cores`);
  return figure;
}

/** Medians and ratios from rounds. */
export function summarise({
  rounds,
  voided,
  also,
}: Measured): Pick<Result, 'rounds' | 'voided' | 'ours' | 'peers' | 'ratio'> & { also: Record<string, number> } {
  const of = (name: string): number => median(rounds.map((round) => round[name] ?? Number.NaN));
  const ours = of(OURS);
  const names = Object.keys(rounds[0] ?? {}).filter((name) => name !== OURS);
  const peers = Object.fromEntries(names.map((name) => [name, of(name)]));
  const ratio = Object.fromEntries(names.map((name) => [name, ours / (peers[name] ?? Number.NaN)]));
  const medians = Object.fromEntries(Object.entries(also).map(([name, values]) => [name, median(values)]));
  return { rounds, voided, ours, peers, ratio, also: medians };
}
