import { Histogram } from '../measure/histogram.ts';
import { VoidRound } from '../measure/rounds.ts';
import type { Side } from '../sides/side.ts';
import type { Tally } from './commands.ts';
import { LoadProcess } from './load-process.ts';

/** A load process that used this share of a core may itself have been what was slow. */
export const FULL_CORE = 0.9;
/** Senders' sockets come from addresses behind the viewers'. */
const FIRST_SENDER = 20_000;

export interface Reading extends Omit<Tally, 'latency'> {
  latency: Histogram;
  /** The busiest load process's share of a core. */
  core: number;
}

/** The viewers of a side, spread over processes, and one process for those who write. */
export class Loads implements AsyncDisposable {
  readonly crowds: LoadProcess[];
  readonly senders = new LoadProcess();

  constructor(crowds: number) {
    this.crowds = Array.from({ length: crowds }, () => new LoadProcess());
  }
  async gather({ target, senderTokens }: Side, viewers: number, senders = senderTokens.length): Promise<void> {
    const each = Math.ceil(viewers / this.crowds.length);
    await Promise.all(
      this.crowds.map((crowd, index) => {
        const firstSocket = index * each;
        return crowd.call('gather', { target, count: Math.min(each, viewers - firstSocket), firstSocket });
      }),
    );
    if (senders > 0) await this.senders.call('joinSenders', { target, tokens: senderTokens.slice(0, senders), firstSocket: FIRST_SENDER });
  }
  async mark(withLatency = false): Promise<void> {
    await Promise.all([...this.crowds, this.senders].map((load) => load.call('mark', { withLatency })));
  }
  /** @throws VoidRound when a load process has used up its core since the mark. */
  async read(): Promise<Reading> {
    const reading = await this.readWhatever();
    if (reading.core > FULL_CORE) throw new VoidRound(`a load process used ${Math.round(reading.core * 100)} % of a core`);
    return reading;
  }
  /** The same, where it is not the side's speed that is asked for. */
  async readWhatever(): Promise<Reading> {
    const readings = await Promise.all([...this.crowds, this.senders].map((load) => load.call('read')));
    const latency = new Histogram();
    for (const reading of readings) latency.addPairs(reading.latency);
    const sum = (field: 'messages' | 'missed' | 'doubled' | 'notRecovered' | 'lost'): number =>
      readings.reduce((total, reading) => total + reading[field], 0);
    return {
      messages: sum('messages'),
      missed: sum('missed'),
      doubled: sum('doubled'),
      notRecovered: sum('notRecovered'),
      lost: sum('lost'),
      latency,
      core: Math.max(...readings.map((reading) => reading.core)),
    };
  }
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.crowds, this.senders].map((load) => load[Symbol.asyncDispose]()));
  }
}
