import type { BenchOptions, Result } from '../bench.ts';
import { median } from './statistics.ts';

export const OURS = 'vitrine';
/** Attempts at one round of one side before the bench gives up: the machine is too busy, or too small. */
const ATTEMPTS = 4;

/** The round doesn't count: not the side but the load was at its limit. */
export class VoidRound extends Error {
  override readonly name = 'VoidRound';
}

export interface Measured {
  rounds: Record<string, number>[];
  voided: number;
}

/**
 * Measures every side once per round, in turn, so that what else the machine does falls on all of them alike.
 * @throws VoidRound when a round stays void.
 */
export async function alternate(
  sides: Record<string, () => Promise<number>>,
  count: number,
  unit: string,
  { rounds: asked, say }: BenchOptions,
): Promise<Measured> {
  const rounds: Record<string, number>[] = [];
  let voided = 0;
  const total = asked ?? count;
  for (let round = 1; round <= total; round++) {
    const figures: Record<string, number> = {};
    for (const [name, measure] of Object.entries(sides)) {
      for (let attempt = 1; ; attempt++) {
        try {
          figures[name] = await measure();
          break;
        } catch (error) {
          if (!(error instanceof VoidRound) || attempt === ATTEMPTS) throw error;
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
  return { rounds, voided };
}

/** Medians and ratios from rounds. */
export function summarise({ rounds, voided }: Measured): Pick<Result, 'rounds' | 'voided' | 'ours' | 'peers' | 'ratio'> {
  const of = (name: string): number => median(rounds.map((round) => round[name] ?? Number.NaN));
  const ours = of(OURS);
  const names = Object.keys(rounds[0] ?? {}).filter((name) => name !== OURS);
  const peers = Object.fromEntries(names.map((name) => [name, of(name)]));
  const ratio = Object.fromEntries(names.map((name) => [name, ours / (peers[name] ?? Number.NaN)]));
  return { rounds, voided, ours, peers, ratio };
}
