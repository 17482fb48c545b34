import { describe, expect, it } from 'vitest';
import { MAX_WAITING, WorkerThread } from './worker-thread.ts';

/** A worker that opens and then does as it is told here, in place of the real one. */
const workerThat = (onMessage: string): URL =>
  new URL(
    `data:text/javascript,${encodeURIComponent(
      `import { parentPort as port } from 'node:worker_threads';
       port.on('message', (message) => { ${onMessage} });
       port.postMessage({ type: 'open' });`,
    )}`,
  );
const options = { directory: 'nowhere' };

describe('the thread of the storage worker', () => {
  it('When the worker dies, then calls that wait and calls that follow are refused, retryable, and its owner is told once', async () => {
    const told: Error[] = [];
    const thread = new WorkerThread(workerThat('process.exit(3)'), options, (error) => told.push(error));
    await thread.opened;
    const waiting = Promise.allSettled([thread.call('a.b', []), thread.call('a.b', [])]);
    const refused = { status: 'rejected', reason: { code: 'storage_unavailable', retryable: true } };
    expect(await waiting).toMatchObject([refused, refused]);
    await expect(thread.call('a.b', [])).rejects.toMatchObject({ code: 'storage_unavailable' });
    await thread.close();
    expect(told).toHaveLength(1);
  });

  it('When the worker throws, then its owner is told what', async () => {
    const told: Error[] = [];
    const thread = new WorkerThread(workerThat(`throw new Error('out of ink')`), options, (error) => told.push(error));
    await thread.opened;
    await expect(thread.call('a.b', [])).rejects.toMatchObject({ code: 'storage_unavailable', cause: { message: 'out of ink' } });
    expect(told).toMatchObject([{ message: 'out of ink' }]);
  });

  it('When the worker can not even start, then opening rejects and nobody is told of a store that was never there', async () => {
    const told: Error[] = [];
    const thread = new WorkerThread(new URL('data:text/javascript,throw new Error("no")'), options, (error) => told.push(error));
    await expect(thread.opened).rejects.toThrow('no');
    expect(told).toEqual([]);
  });

  it('When more waits than may, then the next call is refused, retryable, and those that wait are done', async () => {
    const answer = 'port.postMessage({ type: "answers", answers: message.calls.map(({ id }) => ({ id, value: id })) })';
    const thread = new WorkerThread(workerThat(`if (message.type === 'close') port.close(); else ${answer}`), options);
    await thread.opened;
    const waiting = Array.from({ length: MAX_WAITING }, () => thread.call('a.b', []));
    await expect(thread.call('a.b', [])).rejects.toMatchObject({ code: 'storage_unavailable', retryAfter: 1 });
    expect(new Set(await Promise.all(waiting)).size).toBe(MAX_WAITING);
    await thread.close();
  });

  it('When input can not cross to the worker, then that is an internal error and later calls are served', async () => {
    const answer = 'port.postMessage({ type: "answers", answers: message.calls.map(({ id }) => ({ id, value: id })) })';
    const thread = new WorkerThread(workerThat(`if (message.type === 'close') port.close(); else ${answer}`), options);
    await thread.opened;
    await expect(thread.call('a.b', [() => 0])).rejects.toMatchObject({ code: 'internal' });
    await expect(thread.call('a.b', [])).resolves.toBeTypeOf('number');
    await thread.close();
  });
});
