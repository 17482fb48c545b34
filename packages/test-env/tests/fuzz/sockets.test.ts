import { ClientEventData, type ClientEventType, type ServerEventOf } from '@vitrine/protocol';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { ServerProcess, Viewer } from '../../src/index.ts';
import { type Ids, openCrowd, type Person } from './people.ts';
import { type Schema, valuesOf } from './schema-arbitrary.ts';
import { expectCalmLog, residentBytes } from './server-health.ts';

/** Conversations in a run, each over a socket of its own; FUZZ_RUNS asks for more. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 15) * 10;
const SEED = Number(process.env.FUZZ_SEED ?? 20_260_501);
/** After these a broken or hostile client is sent away, as it should be. */
const DESERVED = [1003, 1008, 1009, 4001, 4004, 4005, 4006];
const TYPES = Object.keys(ClientEventData) as ClientEventType[];

let server: ServerProcess;
let people: Person[];
let ids: Ids;
beforeAll(async () => {
  server = await ServerProcess.start({ env: { LOG_LEVEL: 'warn', TRUST_PROXY: '1' } });
  ({ people, ids } = await openCrowd(server));
});
afterAll(() => server[Symbol.asyncDispose]());

type Frame = { text: string };
const known = { ids: (field: string) => ids.of(field), resolve: (): Schema => ({}) };
const frameOf = (type: ClientEventType): fc.Arbitrary<Frame> => {
  const data = valuesOf(z.toJSONSchema(ClientEventData[type], { io: 'input', unrepresentable: 'any' }) as Schema, known);
  const id = fc.oneof({ weight: 6, arbitrary: fc.stringMatching(/^[\w.-]{1,20}$/) }, { weight: 1, arbitrary: valuesOf({}, known) });
  return fc
    .record({ type: fc.constant(type), data, id }, { requiredKeys: ['type', 'data'] })
    .map((frame) => ({ text: JSON.stringify(frame) }));
};
/** Frames of every type, and some that are none. */
const frames = (): fc.Arbitrary<Frame> =>
  fc.oneof(
    ...TYPES.map((type) => ({ weight: 3, arbitrary: frameOf(type) })),
    { weight: 1, arbitrary: valuesOf({}, known).map((value) => ({ text: JSON.stringify(value) ?? '' })) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }).map((text) => ({ text })) },
    { weight: 1, arbitrary: fc.jsonValue().map((data) => ({ text: JSON.stringify({ type: '__proto__', data }) })) },
  );

async function converse(who: number, show: number, said: Frame[]): Promise<void> {
  const person = people[who % (people.length + 1)];
  // A crowd of addresses, as behind a proxy.
  const viewer = await Viewer.connect(server.socketUrl, { 'x-forwarded-for': `10.8.${(who >> 8) & 255}.${who & 255}` });
  const shows = ids.of('livestreams');
  const streamId = shows[show % shows.length];
  viewer.send('register', { ...(person ? { token: person.token } : {}), ...(streamId && show % 3 > 0 ? { streamId } : {}) }, 'in');
  for (const { text } of said) viewer.sendRaw(text);
  viewer.send('ping', {}, 'last');
  const isLast = (event: (typeof viewer.events)[number]): event is ServerEventOf<'ack'> | ServerEventOf<'error'> =>
    (event.type === 'ack' || event.type === 'error') && event.data.id === 'last';
  await viewer.until(() => viewer.events.find(isLast)).catch(() => undefined);
  if (viewer.closed) expect(DESERVED).toContain(viewer.closed.code);
  for (const event of viewer.events) if (event.type === 'error') expect([event.data.code, said]).not.toEqual(['internal', said]);
  viewer.drop();
}

test('No frame that its schema can make, or almost, is answered by a fault of the server', async () => {
  const round = (seed: number) =>
    fc.assert(fc.asyncProperty(fc.nat(), fc.nat(), fc.array(frames(), { minLength: 1, maxLength: 12 }), converse), {
      numRuns: RUNS,
      seed,
      endOnFailure: true,
    });
  await round(SEED);
  const before = await residentBytes(server);
  await round(SEED + 1);
  const after = await residentBytes(server);
  expect(after / before).toBeLessThan(1.5);
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  expectCalmLog(server);
}, 300_000);
