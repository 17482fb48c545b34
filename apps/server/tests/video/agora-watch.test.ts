import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { APP_ID, CUSTOMER, FakeAgora } from '../../../../packages/test-env/src/agora/index.ts';
import { ChannelManagement } from '../../src/adapters/video/agora/channel-management.ts';
import { ChannelWatch } from '../../src/adapters/video/agora/channel-watch.ts';
import { RestClient } from '../../src/adapters/video/agora/rest-client.ts';
import { Stage } from '../../src/adapters/video/agora/stage.ts';
import { seatUid } from '../../src/adapters/video/agora/uids.ts';
import type { LivestreamRecord } from '../../src/ports/storage.ts';

const SHOW = 'a'.repeat(24);
const HOST = 'b'.repeat(24);
const GUEST = 'c'.repeat(24);
const hostUid = seatUid(SHOW, 'host');
const guestUid = seatUid(SHOW, GUEST);

describe('a look at who publishes', () => {
  let agora: FakeAgora;
  let record: Pick<LivestreamRecord, '_id' | 'createdBy' | 'status' | 'hostAwaySince' | 'guests'>;
  let said: string[];
  let errors: unknown[];
  let mayLook: boolean;
  let watch: ChannelWatch;

  /** Another node's: it has heard nothing of what this one has. */
  const node = (): ChannelWatch => {
    const client = new RestClient({ customer: CUSTOMER, apiBase: agora.url, wait: () => Promise.resolve(), random: () => 0 });
    const stage = new Stage({
      // The domain does what it is told; here as much of it as is asked for again.
      tell: (event) => {
        if (event.type !== 'publisher_up' && event.type !== 'publisher_lost') return;
        said.push(`${event.type} ${event.seat}`);
        const isUp = event.type === 'publisher_up';
        if (event.seat === 'host') record = { ...record, hostAwaySince: isUp ? null : 1 };
        else record = { ...record, guests: record.guests.map((guest) => ({ ...guest, state: isUp ? 'live' : 'accepted' })) };
      },
      onStranger: (_, uid) => said.push(`stranger ${uid}`),
    });
    return new ChannelWatch({
      shows: { byId: async () => record as LivestreamRecord, list: async () => ({ items: [record as LivestreamRecord] }) },
      channels: new ChannelManagement(client, APP_ID),
      stage,
      mayLook: () => mayLook,
      onError: (error) => errors.push(error),
    });
  };

  beforeEach(async () => {
    agora = await FakeAgora.open();
    [said, errors, mayLook] = [[], [], true];
    const guest = { _id: GUEST, name: 'Guest', state: 'accepted', muted: false } as LivestreamRecord['guests'][number];
    record = { _id: SHOW, createdBy: HOST, status: 'live', hostAwaySince: null, guests: [guest] };
    watch = node();
  });
  afterEach(() => agora[Symbol.asyncDispose]());

  it('says what the show does not know yet, once', async () => {
    record.hostAwaySince = 1;
    agora.join(SHOW, hostUid, 'broadcasters');
    agora.join(SHOW, guestUid, 'broadcasters');
    for (let look = 0; look < 3; look += 1) await watch.look();
    expect(said).toEqual(['publisher_up host', `publisher_up ${GUEST}`]);
  });

  it('takes a publisher for lost who is missing twice in a row, and not before', async () => {
    await watch.look();
    expect(said).toEqual([]);
    agora.join(SHOW, hostUid, 'broadcasters');
    await watch.look();
    agora.leave(SHOW, hostUid);
    await watch.look();
    expect(said).toEqual([]);
    await watch.look();
    await watch.look();
    expect(said).toEqual(['publisher_lost host']);
  });

  it('heals what was told to another node, or to none', async () => {
    // Another node has heard that the host left, and none that it came back.
    agora.join(SHOW, hostUid, 'broadcasters');
    await watch.look();
    record.hostAwaySince = 1;
    await watch.look();
    expect(said).toEqual(['publisher_up host']);
    // This node dies; the next one that looks starts from what the store has.
    agora.leave(SHOW, hostUid);
    const next = node();
    await next.look();
    await next.look();
    expect(said).toEqual(['publisher_up host', 'publisher_lost host']);
  });

  it('does not interrupt a show that has begun without a picture: that has a time limit of its own', async () => {
    record.hostAwaySince = Date.now() + 60_000;
    for (let look = 0; look < 4; look += 1) await watch.look();
    expect(said).toEqual([]);
  });

  it('tells of somebody who publishes without a seat', async () => {
    record.guests = [];
    agora.join(SHOW, hostUid, 'broadcasters');
    agora.join(SHOW, guestUid, 'broadcasters');
    await watch.look();
    expect(said).toEqual([`stranger ${guestUid}`]);
  });

  it('says nothing of a show that has ended meanwhile, or when Agora does not answer', async () => {
    record.hostAwaySince = 1;
    agora.join(SHOW, hostUid, 'broadcasters');
    agora.troubles = Array.from({ length: 2 }, () => ({ status: 500, body: {} }));
    await watch.look();
    expect(errors).toHaveLength(1);
    record.status = 'ended';
    await watch.look();
    expect(said).toEqual([]);
  });

  it('is one node’s', async () => {
    mayLook = false;
    await watch.look();
    expect(agora.asked).toEqual([]);
  });
});
