import { WebSocket } from 'ws';

/** Some is freed only by finalizers of the collection before. */
const COLLECTIONS = 3;

/**
 * Asks a Node process that runs with `--inspect` to collect its garbage, so that what is counted is what it holds. Gives the bytes of its
 * main heap that are in use then.
 */
export async function collectGarbage(output: string): Promise<number> {
  const address = /Debugger listening on (ws:\/\/\S+)/.exec(output)?.[1];
  if (address === undefined) throw new Error('the server does not run with --inspect');
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  let lastId = 0;
  const ask = (method: string): Promise<{ usedSize?: number }> =>
    new Promise((resolve) => {
      const id = ++lastId;
      socket.on('message', (data) => {
        const answer = JSON.parse(String(data)) as { id?: number; result?: { usedSize?: number } };
        if (answer.id === id) resolve(answer.result ?? {});
      });
      socket.send(JSON.stringify({ id, method }));
    });
  try {
    for (let collection = 0; collection < COLLECTIONS; collection++) await ask('HeapProfiler.collectGarbage');
    return (await ask('Runtime.getHeapUsage')).usedSize ?? 0;
  } finally {
    socket.terminate();
  }
}
