import { setTimeout as wait } from 'node:timers/promises';
import { type Bench, scaled } from '../bench.ts';
import { Loads } from '../load/loads.ts';
import { collectGarbage } from '../measure/inspector.ts';
import { residentBytes } from '../measure/process-tree.ts';
import { alternate, OURS, summarise } from '../measure/rounds.ts';
import { SERVER_SETTINGS, VitrineSide } from '../sides/vitrine.ts';

const VIEWERS = 5_000;
const ROUNDS = 3;
const CROWDS = 2;
/** Idle: the counts have been told, a heartbeat has come and gone. */
const SETTLE_MS = 20_000;
const LIMIT_KB = 12;

export const bench: Bench = {
  what: '(resident memory at 5,000 idle viewers - at 0) / 5,000, of all server processes, after a forced collection',
  async run(options) {
    const viewers = scaled(VIEWERS, options);
    const measured = await alternate(
      {
        [OURS]: async () => {
          const { resident, heap } = await kilobytesPerViewer(viewers, SETTLE_MS * options.scale);
          return { figure: resident, also: { 'JavaScript heap, KB per viewer': heap } };
        },
      },
      ROUNDS,
      'KB',
      options,
    );
    const summary = summarise(measured);
    return [
      {
        name: 'memory',
        what: bench.what,
        unit: 'KB per viewer',
        ...summary,
        settings: { ...SERVER_SETTINGS, viewers, idle: `${SETTLE_MS / 1000} s` },
        targets: [{ what: `under ${LIMIT_KB} KB`, met: summary.ours < LIMIT_KB }],
      },
    ];
  },
};

/** A fresh server for every round: one that has been full keeps some of its memory. */
async function kilobytesPerViewer(viewers: number, settle: number): Promise<{ resident: number; heap: number }> {
  const side = await VitrineSide.start(['--inspect=127.0.0.1:0']);
  const loads = new Loads(CROWDS);
  try {
    const empty = await held(side);
    await loads.gather(side, viewers, 0);
    await wait(settle);
    const full = await held(side);
    const { lost } = await loads.read();
    if (lost > 0) throw new Error(`${lost} viewers lost their sockets`);
    const each = (before: number, after: number): number => (after - before) / viewers / 1024;
    return { resident: each(empty.resident, full.resident), heap: each(empty.heap, full.heap) };
  } finally {
    await Promise.all([side[Symbol.asyncDispose](), loads[Symbol.asyncDispose]()]);
  }
}

async function held({ server }: VitrineSide): Promise<{ resident: number; heap: number }> {
  const heap = await collectGarbage(server.output);
  return { resident: residentBytes(server.pid), heap };
}
