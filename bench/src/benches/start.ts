import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ServerProcess } from '@vitrine/test-env';
import type { Bench } from '../bench.ts';
import { alternate, OURS, summarise } from '../measure/rounds.ts';
import { SERVER_SETTINGS } from '../sides/vitrine.ts';

const ROUNDS = 10;
const LIMIT_MS = 1_500;
const ASK_AGAIN_MS = 5;

export const bench: Bench = {
  what: 'the server from its start, built, until /readyz says 200, with an empty folder',
  async run(options) {
    const measured = await alternate(
      {
        [OURS]: async () => {
          const dataDir = await mkdtemp(join(tmpdir(), 'vitrine-bench-'));
          try {
            return { figure: await untilReady(dataDir), also: { 'with its data, ms': await untilReady(dataDir) } };
          } finally {
            await rm(dataDir, { recursive: true, force: true });
          }
        },
      },
      ROUNDS,
      'ms',
      options,
    );
    const summary = summarise(measured);
    return [
      {
        name: 'start',
        what: bench.what,
        unit: 'ms',
        ...summary,
        settings: SERVER_SETTINGS,
        targets: [{ what: `under ${LIMIT_MS} ms`, met: summary.ours < LIMIT_MS }],
      },
    ];
  },
};

async function untilReady(dataDir: string): Promise<number> {
  const startedAt = performance.now();
  const server = await ServerProcess.start({ dataDir, execArgv: [] });
  try {
    while (!(await isReady(server.url))) await wait(ASK_AGAIN_MS);
    return performance.now() - startedAt;
  } finally {
    await server[Symbol.asyncDispose]();
  }
}

const isReady = (url: string): Promise<boolean> =>
  fetch(`${url}/readyz`).then(
    (answer) => answer.status === 200,
    () => false,
  );
