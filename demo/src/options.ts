import { parseArgs } from 'node:util';
import { PACES, type Pace } from '@vitrine/crowd';

export interface DemoOptions {
  /** Simulated viewers of the live show. */
  viewers: number;
  /** What each of them does in a minute, on average. */
  rate: number;
  /** Seconds that each past show is really run for; 0 leaves the past shows out. */
  past: number;
  /** 0 takes a free one. */
  port: number;
  /** A folder that is kept at the end; null is a throw-away one. */
  dataDir: string | null;
  /** For phones on the same network too, by HTTPS. */
  lan: boolean;
}

export const USAGE = `npm run demo -- [--viewers 60] [--pace usual] [--past 20] [--port 8090] [--data FOLDER] [--lan]

  --viewers  how many simulated viewers watch the live show, 0 to 1000
  --pace     how lively they are: calm, usual or lively
  --rate     instead of a pace: what each of them does in a minute (chat, like, look, ask, buy), up to 30
  --past     seconds that each of the two past shows is run for before; 0 leaves them out
  --port     0 takes a free one
  --data     keeps the shop in this folder: a new one, or one of an earlier demo, which is emptied
  --lan      for phones on the same network too, by HTTPS`;

/** What was asked for cannot be done: one line for the person at the terminal. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Reads the command line.
 * @throws UsageError naming the first option that is wrong.
 */
export function readOptions(given: string[]): DemoOptions {
  const values = parse(given);
  return {
    viewers: numberOf('viewers', values.viewers, { from: 0, to: 1_000, whole: true }),
    rate: rateOf(values),
    past: numberOf('past', values.past, { from: 0, to: 600, whole: true }),
    port: numberOf('port', values.port, { from: 0, to: 65_535, whole: true }),
    dataDir: values.data ?? null,
    lan: values.lan,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        viewers: { type: 'string', default: '60' },
        rate: { type: 'string' },
        pace: { type: 'string' },
        past: { type: 'string', default: '20' },
        port: { type: 'string', default: '8090' },
        data: { type: 'string' },
        lan: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
const isPace = (name: string): name is Pace => Object.hasOwn(PACES, name);
function rateOf({ pace, rate }: { pace?: string | undefined; rate?: string | undefined }): number {
  if (pace !== undefined && rate !== undefined) throw new UsageError('--pace and --rate: it is one or the other.');
  if (rate !== undefined) return numberOf('rate', rate, { from: 0, to: 30, whole: false });
  const name = pace ?? 'usual';
  if (isPace(name)) return PACES[name];
  throw new UsageError(`--pace ${name}: it is one of ${Object.keys(PACES).join(', ')}.`);
}
function numberOf(name: string, text: string, { from, to, whole }: { from: number; to: number; whole: boolean }): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (value >= from && value <= to && (!whole || Number.isInteger(value))) return value;
  throw new UsageError(`--${name} ${text}: it is a ${whole ? 'whole ' : ''}number from ${from} to ${to}.`);
}
