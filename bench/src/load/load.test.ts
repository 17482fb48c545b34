import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Side } from '../sides/side.ts';
import { SocketIoSide } from '../sides/socket-io.ts';
import { VitrineSide } from '../sides/vitrine.ts';
import { HttpLoads } from './http-loads.ts';
import { Loads } from './loads.ts';

const VIEWERS = 12;
const SENDERS = 2;
const PATIENCE_MS = 10_000;

// Many loopback addresses: Linux has them all, others only the first.
const onLinux = test.runIf(process.platform === 'linux');

let vitrine: VitrineSide;
beforeAll(async () => {
  vitrine = await VitrineSide.start();
});
afterAll(() => vitrine[Symbol.asyncDispose]());

/** Sends a little, and gives how many messages were sent. */
async function sendSome(loads: Loads): Promise<{ sent: number; lastOffset: number }> {
  await loads.senders.call('startSending', { rate: 200, burst: 5 });
  while ((await loads.senders.call('counts')).acknowledged === 0);
  return loads.senders.call('stopSending');
}

onLinux('a crowd hears every message, and after a storm nobody has missed one or heard it twice', async () => {
  const loads = new Loads(1);
  try {
    await loads.gather(vitrine, VIEWERS, SENDERS);
    await loads.mark(true);
    const first = await sendSome(loads);
    const [crowd] = loads.crowds;
    await crowd?.call('reached', { offset: first.lastOffset, within: PATIENCE_MS });
    await crowd?.call('storm');
    const second = await sendSome(loads);
    await crowd?.call('reached', { offset: second.lastOffset, within: PATIENCE_MS });
    const tally = await loads.readWhatever();
    expect(tally).toMatchObject({ messages: (first.sent + second.sent) * VIEWERS, missed: 0, doubled: 0, notRecovered: 0, lost: 0 });
    expect(tally.latency.total).toBe(tally.messages);
  } finally {
    await loads[Symbol.asyncDispose]();
  }
});

onLinux("the peer's viewers hear every message as well", async () => {
  const side: Side = await SocketIoSide.start();
  const loads = new Loads(1);
  try {
    await loads.gather(side, VIEWERS, SENDERS);
    await loads.mark(true);
    const { sent } = await sendSome(loads);
    let tally = await loads.readWhatever();
    while (tally.messages < sent * VIEWERS) tally = await loads.readWhatever();
    expect(tally.latency.total).toBe(sent * VIEWERS);
  } finally {
    await Promise.all([side[Symbol.asyncDispose](), loads[Symbol.asyncDispose]()]);
  }
});

onLinux('requests are answered over kept connections, and counted by status', async () => {
  const loads = new HttpLoads(1, vitrine.server.port);
  try {
    const get = (path: string) => ({ method: 'GET', path });
    const { statuses, bodies, latency } = await loads.send(
      [[get('/healthz'), get('/livestreams/nothing-of-this-name')], [get(`/livestreams/${vitrine.streamId}`)]],
      { keepBodies: true, warmUp: true, isShort: true },
    );
    expect(statuses).toEqual({ 200: 2, 400: 1 });
    expect(latency.total).toBe(3);
    expect(JSON.parse(bodies[2] ?? '')).toMatchObject({ _id: vitrine.streamId });
  } finally {
    await loads[Symbol.asyncDispose]();
  }
});
