import type { VideoRole } from '@vitrine/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  APP_CERTIFICATE,
  APP_ID,
  CUSTOMER,
  FakeAgora,
  NOTIFICATION_SECRET,
  type Notice,
  notification,
} from '../../../../packages/test-env/src/agora/index.ts';
import { createAgora, shortcomings } from '../../src/adapters/video/agora/index.ts';
import { PATIENCE, REQUEST_GAP } from '../../src/adapters/video/agora/limits.ts';
import { seatUid, viewerUid, viewerUids } from '../../src/adapters/video/agora/uids.ts';
import type { AgoraConfig } from '../../src/config.ts';
import type { LivestreamRecord, LivestreamStore } from '../../src/ports/storage.ts';
import type { VideoEvent, VideoService } from '../../src/ports/video.ts';

const SHOW = 'a'.repeat(24);
const HOST = 'b'.repeat(24);
const GUEST = 'c'.repeat(24);
const VIEWER = 'd'.repeat(24);
const HOUR = 3_600;

let agora: FakeAgora;
let service: VideoService;
let events: string[];
let logged: string[];
let waited: number[];
let isPatient: boolean;
/** What the store has of the show. */
let record: Pick<LivestreamRecord, '_id' | 'createdBy' | 'status' | 'hostAwaySince' | 'guests'>;
let storeIsAway: boolean;

const shows = {
  byId: async (id: string) => {
    if (storeIsAway) throw new Error('the store is away');
    return id === SHOW ? (record as LivestreamRecord) : null;
  },
  list: async () => ({ items: [record as LivestreamRecord] }),
} satisfies Pick<LivestreamStore, 'byId' | 'list'>;
const config = (changes: Partial<AgoraConfig> = {}): AgoraConfig => ({
  appId: APP_ID,
  appCertificate: APP_CERTIFICATE,
  customer: CUSTOMER,
  notificationSecret: NOTIFICATION_SECRET,
  apiBase: agora.url,
  ...changes,
});
function open(changes: Partial<AgoraConfig> = {}): VideoService {
  const log = (...said: unknown[]): void => void logged.push(said.map(String).join(' '));
  const opened = createAgora({
    config: config(changes),
    shows,
    mayLook: () => true,
    clock: { now: () => Date.now(), monotonic: () => performance.now() },
    logger: { warn: log, error: log },
    // Nothing waits here; what would have been waited for is written down. Who asks is as patient as the test says.
    wait: async (milliseconds) => {
      waited.push(milliseconds);
      if (milliseconds === PATIENCE && isPatient) return new Promise(() => {});
      await new Promise((resolve) => setImmediate(resolve));
    },
    random: () => 0.4,
  });
  opened.onEvent((event) => events.push(worded(event)));
  return opened;
}
const worded = (event: VideoEvent): string => ('seat' in event ? `${event.type} ${event.seat} ${event.userId}` : event.type);
const guest = (state: 'accepted' | 'live') => ({ _id: GUEST, name: 'Guest', state, muted: false }) as LivestreamRecord['guests'][number];
const credentials = async (role: VideoRole, changes: { userId?: string; seat?: string; uid?: number } = {}) => {
  const given = await service.credentials({ streamId: SHOW, userId: HOST, role, seat: 'host', quality: '720p', ...changes });
  if (given.provider !== 'agora') throw new Error('not Agora');
  return given;
};
const told = async (notice: Partial<Notice> & { eventType: number }, to = service): Promise<void> => {
  const { body, signature } = notification({ channelName: SHOW, uid: seatUid(SHOW, 'host'), ...notice });
  await to.notifications?.receive(body, signature);
};
const rulesOn = (uid: number | null, privilege: string) =>
  agora.rules.filter((rule) => rule.uid === uid && rule.privileges[0] === privilege);

beforeEach(async () => {
  agora = await FakeAgora.open();
  [events, logged, waited, isPatient, storeIsAway] = [[], [], [], true, false];
  record = { _id: SHOW, createdBy: HOST, status: 'live', hostAwaySince: null, guests: [] };
  service = open();
});
afterEach(async () => {
  await service[Symbol.asyncDispose]();
  await agora[Symbol.asyncDispose]();
});

describe('credentials for Agora', () => {
  it('name the channel of the show, who we are in it and who publishes from the seat', async () => {
    const host = await credentials('host');
    expect(host).toMatchObject({
      provider: 'agora',
      appId: APP_ID,
      channel: SHOW,
      uid: seatUid(SHOW, 'host'),
      seatUid: seatUid(SHOW, 'host'),
    });
    const viewer = await credentials('viewer', { userId: VIEWER, seat: GUEST });
    expect(viewer.seatUid).toBe(seatUid(SHOW, GUEST));
    expect(viewer.uid).toBe(viewerUid(SHOW, VIEWER, 3));
    expect(Date.parse(viewer.expiresAt)).toBeLessThan(Date.parse(host.expiresAt));
    expect(JSON.stringify([host, viewer])).not.toContain(APP_CERTIFICATE);
  });

  it('let a viewer stay who it is when it renews, but never become who publishes', async () => {
    const uid = viewerUid(SHOW, VIEWER, 2);
    expect((await credentials('viewer', { userId: VIEWER, uid })).uid).toBe(uid);
    expect((await credentials('viewer', { userId: VIEWER, uid: seatUid(SHOW, 'host') })).uid).not.toBe(seatUid(SHOW, 'host'));
  });
});

describe('putting people out of a channel', () => {
  it('closes the channel of a show that has ended until no token is good any more', async () => {
    agora.join(SHOW, seatUid(SHOW, 'host'), 'broadcasters');
    agora.join(SHOW, viewerUid(SHOW, VIEWER, 0), 'audience');
    await service.end(SHOW);
    await agora.until(() => agora.rules.length === 1);
    expect(agora.rules).toMatchObject([{ cname: SHOW, uid: null, privileges: ['join_channel'], seconds: HOUR }]);
    expect(agora.channels.has(SHOW)).toBe(false);
  });

  it('puts all that a user has in the show out, from every tab, and leaves the others', async () => {
    const other = viewerUid(SHOW, HOST, 0);
    for (const uid of [viewerUid(SHOW, VIEWER, 1), viewerUid(SHOW, VIEWER, 6), other]) agora.join(SHOW, uid, 'audience');
    await service.evict(SHOW, VIEWER);
    await agora.until(() => agora.rules.length === 9);
    expect([...(agora.channels.get(SHOW)?.audience ?? [])]).toEqual([other]);
    expect(new Set(agora.rules.map(({ uid }) => uid))).toEqual(new Set([seatUid(SHOW, VIEWER), ...viewerUids(SHOW, VIEWER)]));
    expect(waited.filter((milliseconds) => milliseconds === REQUEST_GAP)).toHaveLength(9);
  });

  it('puts the host off the stage when it is the host who is put out', async () => {
    agora.join(SHOW, seatUid(SHOW, 'host'), 'broadcasters');
    await service.evict(SHOW, HOST);
    await agora.until(() => !agora.channels.has(SHOW));
  });

  it('puts a guest off the stage, who may come back when asked again, whichever node asks', async () => {
    const uid = seatUid(SHOW, GUEST);
    agora.join(SHOW, uid, 'broadcasters');
    await service.closeSeat(SHOW, GUEST);
    await agora.until(() => rulesOn(uid, 'join_channel').length === 1);
    expect(agora.channels.has(SHOW)).toBe(false);
    const elsewhere = open();
    await elsewhere.credentials({ streamId: SHOW, userId: GUEST, role: 'guest', seat: GUEST, quality: '720p' });
    await agora.until(() => agora.rules.length === 0);
    await elsewhere[Symbol.asyncDispose]();
  });

  it('silences a guest and lets it be heard again', async () => {
    const uid = seatUid(SHOW, GUEST);
    agora.join(SHOW, uid, 'broadcasters');
    await service.setMuted(SHOW, GUEST, true);
    await agora.until(() => rulesOn(uid, 'publish_audio').length === 1);
    expect(agora.channels.get(SHOW)?.broadcasters).toContain(uid);
    await service.setMuted(SHOW, GUEST, false);
    await agora.until(() => agora.rules.length === 0);
  });

  it('puts viewers out with one rule when nobody publishes, else one by one, and lets them come back', async () => {
    const viewers = [0, 1, 2].map((tab) => viewerUid(SHOW, VIEWER, tab));
    for (const uid of viewers) agora.join(SHOW, uid, 'audience');
    await service.closeViewers(SHOW);
    await agora.until(() => !agora.channels.has(SHOW));
    expect(agora.asked).toHaveLength(2);
    for (const uid of viewers) agora.join(SHOW, uid, 'audience');
    agora.join(SHOW, seatUid(SHOW, GUEST), 'broadcasters');
    await service.closeViewers(SHOW);
    await agora.until(() => agora.channels.get(SHOW)?.audience.size === 0);
    expect(agora.channels.get(SHOW)?.broadcasters.size).toBe(1);
    expect(agora.rules).toEqual([]);
  });
});

describe('a request to Agora', () => {
  const wrong = (status: number, headers: Record<string, string> = {}) => ({ status, headers, body: { message: 'not now' } });

  it('is made again, later and later, when Agora has too much to do, breaks, or hangs up', async () => {
    agora.troubles = [wrong(429, { 'retry-after': '2' }), wrong(500), wrong(503)];
    await service.end(SHOW);
    await agora.until(() => agora.rules.length === 1);
    expect(waited.filter((milliseconds) => ![REQUEST_GAP, PATIENCE].includes(milliseconds))).toEqual([2_000, 700, 1_400]);
    expect(logged).toEqual([]);
  });

  it('is given up when it never goes better, and that is logged, without the customer’s secret', async () => {
    agora.troubles = Array.from({ length: 6 }, () => wrong(500));
    await service.end(SHOW);
    expect(logged.join()).toContain('500: not now');
    expect(logged.join()).not.toContain(CUSTOMER.secret);
  });

  it('is not made again when Agora has refused it', async () => {
    await service[Symbol.asyncDispose]();
    service = open({ customer: { id: 'customer', secret: 'wrong' } });
    await service.end(SHOW);
    expect(logged).toEqual([expect.stringContaining('401: Unauthorized')]);
  });

  it('does not hold up who ends a show while Agora is silent', async () => {
    [isPatient, agora.troubles] = [false, ['silence']];
    await service.end(SHOW);
    expect(waited).toContain(PATIENCE);
  });

  it('needs the customer’s credentials: without them nothing is asked, and the log says what does not work', async () => {
    const alone = open({ customer: null, notificationSecret: null });
    await alone.start();
    await alone.end(SHOW);
    await alone.evict(SHOW, VIEWER);
    expect(agora.asked).toEqual([]);
    expect(logged.join()).toMatch(/AGORA_CUSTOMER_ID.*can’t be muted.*AGORA_NOTIFICATION_SECRET/s);
    expect(shortcomings(config())).toEqual([]);
    expect(shortcomings(config({ notificationSecret: null }))).toHaveLength(1);
    await alone[Symbol.asyncDispose]();
  });

  it('is not needed for a show to go on: a host that nobody can tell of counts as there when it gets its token', async () => {
    service = open({ customer: null, notificationSecret: null });
    await credentials('host');
    await credentials('viewer');
    expect(events).toEqual([`publisher_up host ${HOST}`]);
    expect(service.notifications).toBeNull();
  });
});

describe('a notification of Agora', () => {
  it('tells which seat’s picture has come or gone', async () => {
    record.guests = [guest('live')];
    await told({ eventType: 103 });
    await told({ eventType: 111, uid: seatUid(SHOW, GUEST) });
    await told({ eventType: 112, uid: seatUid(SHOW, GUEST) });
    await told({ eventType: 104, reason: 2 });
    expect(events).toEqual([
      `publisher_up host ${HOST}`,
      `publisher_up ${GUEST} ${GUEST}`,
      `publisher_lost ${GUEST} ${GUEST}`,
      `publisher_lost host ${HOST}`,
    ]);
  });

  it('is refused without Agora’s signature over its very bytes', async () => {
    const { body, signature } = notification({ eventType: 104, channelName: SHOW, uid: seatUid(SHOW, 'host') });
    const forged = [
      [body, ''],
      [body, 'zz'],
      [body, signature.slice(2)],
      [Buffer.concat([body, Buffer.from(' ')]), signature],
      [body, notification({ eventType: 104, channelName: SHOW }, 'another secret').signature],
    ] as const;
    for (const [bytes, signed] of forged)
      await expect(service.notifications?.receive(bytes, signed)).rejects.toMatchObject({ code: 'invalid' });
    expect(events).toEqual([]);
  });

  it('is refused when it is signed and yet makes no sense', async () => {
    for (const text of ['', 'null', '[]', '{"noticeId":7}']) {
      const body = Buffer.from(text);
      const { createHmac } = await import('node:crypto');
      const signature = createHmac('sha256', NOTIFICATION_SECRET).update(body).digest('hex');
      await expect(service.notifications?.receive(body, signature)).rejects.toMatchObject({ code: 'invalid' });
    }
  });

  it('does nothing a second time, and nothing when it is older than five minutes', async () => {
    await told({ eventType: 103, noticeId: 'once' });
    await told({ eventType: 103, noticeId: 'once' });
    await told({ eventType: 104, notifyMs: Date.now() - 6 * 60_000 });
    expect(events).toEqual([`publisher_up host ${HOST}`]);
  });

  it('is taken when it is sent again after the store was away', async () => {
    storeIsAway = true;
    await expect(told({ eventType: 103, noticeId: 'again' })).rejects.toThrow('the store is away');
    storeIsAway = false;
    await told({ eventType: 103, noticeId: 'again' });
    expect(events).toEqual([`publisher_up host ${HOST}`]);
  });

  it('changes nothing when it comes after a newer one, and does when its client counts from the beginning', async () => {
    const now = Date.now();
    await told({ eventType: 103, clientSeq: 10, notifyMs: now });
    await told({ eventType: 104, clientSeq: 9, notifyMs: now });
    expect(events).toEqual([`publisher_up host ${HOST}`]);
    await told({ eventType: 104, clientSeq: 11, notifyMs: now });
    await told({ eventType: 103, clientSeq: 1, notifyMs: now + 1_000 });
    expect(events.slice(1)).toEqual([`publisher_lost host ${HOST}`, `publisher_up host ${HOST}`]);
  });

  it('does not take a host for lost who has come back on another device', async () => {
    await told({ eventType: 104, reason: 5 });
    expect(events).toEqual([]);
  });

  it('of something else, as of Agora’s own health test, is taken and does nothing', async () => {
    for (const notice of [
      { eventType: 101 },
      { eventType: 105 },
      { eventType: 103, channelName: 'test_webhook' },
      { eventType: 103, channelName: VIEWER },
    ])
      await told(notice);
    expect(events).toEqual([]);
  });

  it('that somebody without a seat publishes puts that one out', async () => {
    const stranger = seatUid(SHOW, GUEST);
    agora.join(SHOW, stranger, 'broadcasters');
    await told({ eventType: 103, uid: stranger });
    await agora.until(() => rulesOn(stranger, 'join_channel').length === 1);
    expect(events).toEqual([]);
  });
});
