import { expect, test } from 'vitest';
import { openEdge } from './edge.ts';

const status = (store: boolean, nodes: boolean) => ({ storeAnswers: async () => store, nodesHearEachOther: () => nodes });

test('A server whose store answers is ready, also while the nodes do not hear each other, and says so', async () => {
  await using together = await openEdge({ status: status(true, true) });
  const ready = await together.send('GET', '/readyz');
  expect([ready.status, await ready.json()]).toMatchObject([200, { status: 'ok', nodes: 'connected' }]);
  await using apart = await openEdge({ status: status(true, false) });
  expect(await (await apart.send('GET', '/readyz')).json()).toMatchObject({ status: 'ok', nodes: 'apart' });
});

test('A server whose store does not answer is alive but not ready, and says which part it is', async () => {
  await using edge = await openEdge({ status: status(false, true) });
  const answer = await edge.send('GET', '/readyz');
  expect([answer.status, await answer.json()]).toMatchObject([503, { code: 'storage_unavailable', detail: 'The store does not answer.' }]);
  expect(answer.headers.get('retry-after')).toBe('2');
  expect((await edge.send('GET', '/healthz')).status).toBe(200);
});

test('A server that stops is not ready, whatever its store says, and keeps no connection', async () => {
  await using edge = await openEdge({ status: status(true, true) }, { isDraining: () => true });
  const answer = await edge.send('GET', '/readyz');
  expect([answer.status, await answer.json()]).toMatchObject([503, { code: 'unavailable', detail: 'The server is stopping.' }]);
  expect(answer.headers.get('connection')).toBe('close');
});
