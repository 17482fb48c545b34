import { randomUUID } from 'node:crypto';
import { CLOSE, type Livestream, type LivestreamDetail, type TimelinePage } from '@vitrine/protocol';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { MongoServer, openShop, ServerProcess, ShopClient, Viewer } from '../src/index.ts';
import { RedisServer } from '../src/redis/index.ts';

const SOON = { timeout: 30_000, interval: 50 };
/** Each may say ten things before the rate limit speaks. */
const CHATTERS = 12;
const MESSAGES = 8;

describe.each([2, 3])('On %i nodes with one MongoDB and one Redis, without sticky sessions,', (size) => {
  let mongo: MongoServer;
  let redis: RedisServer;
  let admin: ShopClient;
  let adminToken: string;
  let show: Livestream;
  const nodes: ServerProcess[] = [];
  const watching: Viewer[] = [];
  const at = (index: number): ServerProcess => {
    const node = nodes[index % size];
    if (!node) throw new Error('no such node');
    return node;
  };
  const adminAt = (index: number): ShopClient => new ShopClient(at(index).url, adminToken);

  beforeAll(async () => {
    [mongo, redis] = await Promise.all([MongoServer.start(), RedisServer.start()]);
    console.log(`MongoDB for several nodes: ${mongo.name}`);
    const database = new URL(mongo.uri);
    database.pathname = `/vitrine-nodes-${randomUUID()}`;
    const env = { MONGODB_URI: database.href, REDIS_URL: redis.url };
    const first = await ServerProcess.start({ env });
    nodes.push(first);
    admin = await openShop(first);
    adminToken = admin.token ?? '';
    while (nodes.length < size) nodes.push(await ServerProcess.start({ env }));
    show = await startShow('A show on several nodes');
  });
  afterAll(async () => {
    for (const node of nodes) await node[Symbol.asyncDispose]();
    await Promise.all([mongo[Symbol.asyncDispose](), redis[Symbol.asyncDispose]()]);
  });

  // A case that fails leaves nothing behind that the next one would count.
  afterEach(async () => {
    dropAll(watching.splice(0));
    if (!redis.isRunning) await redis.restart();
  });

  async function startShow(title: string): Promise<Livestream> {
    const created = await admin.createShow(title);
    return admin.request('PUT', `/livestreams/${created._id}`, { isActive: true });
  }
  async function watch(index: number, token?: string): Promise<Viewer> {
    const viewer = await Viewer.watch(at(index).socketUrl, { streamId: show._id, ...(token === undefined ? {} : { token }) });
    watching.push(viewer);
    return viewer;
  }
  const watchEverywhere = (): Promise<Viewer[]> => Promise.all(nodes.map((_, index) => watch(index)));
  const dropAll = (viewers: Viewer[]): void => {
    for (const viewer of viewers) viewer.drop();
  };
  const texts = (viewer: Viewer): string[] => viewer.of('chat_message').map(({ data }) => data.message);
  const countShown = (viewer: Viewer, count: number): Promise<true> =>
    viewer.until(() => (viewer.of('stream_update').at(-1)?.data.viewerCount === count ? true : undefined));
  const guestToken = async (index: number, name: string): Promise<string> => (await new ShopClient(at(index).url).guest(name)).token ?? '';

  /** Gives the offset under which it was acknowledged. */
  async function say(viewer: Viewer, message: string): Promise<number> {
    const answer = await viewer.command('chat_message', { message }, randomUUID());
    if (answer.type === 'error') throw new Error(`${message}: ${answer.data.code}`);
    return answer.data.offset ?? 0;
  }
  /** Chatters on every node talk; gives what was acknowledged, by text. */
  async function chatter(prefix: string, onAcknowledged: (soFar: number) => void): Promise<Map<string, number>> {
    const acknowledged = new Map<string, number>();
    const tokens = await Promise.all(Array.from({ length: CHATTERS }, (_, index) => guestToken(index, `${prefix} ${index}`)));
    // The session was made on one node and is used on the next.
    const speakers = await Promise.all(tokens.map((token, index) => watch(index + 1, token)));
    await Promise.all(
      speakers.map(async (speaker, index) => {
        for (let count = 0; count < MESSAGES; count++) {
          const text = `${prefix} ${index} says ${count}`;
          acknowledged.set(text, await say(speaker, text));
          onAcknowledged(acknowledged.size);
        }
      }),
    );
    dropAll(speakers);
    return acknowledged;
  }
  async function expectEachOnce(viewer: Viewer, prefix: string, acknowledged: Map<string, number>): Promise<void> {
    // The history that a newcomer is given may be a little old: what came since follows it, and is not looked at here.
    const heardOf = (): (readonly [string, number])[] =>
      viewer.of('chat_message').flatMap(({ data }) => (data.message.startsWith(prefix) ? [[data.message, data.offset] as const] : []));
    await viewer.until(() => (heardOf().length >= acknowledged.size ? true : undefined));
    const heard = heardOf();
    expect(heard.map(([, offset]) => offset)).toEqual([...acknowledged.values()].sort((a, b) => a - b));
    expect(new Map(heard)).toEqual(new Map([...acknowledged].sort(([, a], [, b]) => a - b)));
  }

  test('what is said on any node is seen once on all, in one order', { timeout: 60_000 }, async () => {
    const viewers = await watchEverywhere();
    const acknowledged = await chatter('Each', () => {});
    for (const viewer of viewers) await expectEachOnce(viewer, 'Each', acknowledged);
    const page = await adminAt(1).request<TimelinePage>('GET', `/livestreams/${show._id}/timeline?limit=500`);
    expect(page.items.map(({ offset }) => offset)).toEqual(page.items.map((_, index) => index + 1));
  });

  test('viewer counts agree, and a viewer on two nodes is one', { timeout: 60_000 }, async () => {
    const [mira, noor] = [await guestToken(0, 'Mira'), await guestToken(1, 'Noor')];
    const viewers = await Promise.all([watch(0, mira), watch(1, mira), watch(1, noor), watch(2, noor)]);
    for (const viewer of viewers) await countShown(viewer, 2);
    for (const node of nodes) {
      await vi.waitFor(async () => {
        const detail = await new ShopClient(node.url).request<LivestreamDetail>('GET', `/livestreams/${show._id}`);
        expect(detail.viewerCount).toBe(2);
      }, SOON);
    }
    const desk = await Viewer.connect(at(0).socketUrl);
    desk.send('register_admin', { token: adminToken, streamId: show._id });
    await countShown(desk, 2);
    dropAll(viewers.slice(0, 3));
    const [last] = viewers.slice(3);
    if (!last) throw new Error('no viewer left');
    await countShown(last, 1);
    await countShown(desk, 1);
    last.drop();
    await countShown(desk, 0);
    desk.drop();
  });

  test('likes are counted once per viewer, and pins are seen everywhere', { timeout: 60_000 }, async () => {
    const token = await guestToken(0, 'Lea');
    const tabs = await Promise.all([watch(0, token), watch(1, token)]);
    await Promise.all(tabs.map((tab) => tab.command('toggle_like', { liked: true, streamId: show._id })));
    const product = await adminAt(0).createProduct('Dune vase', 10);
    await adminAt(1).request('POST', `/livestreams/${show._id}/products`, { productIds: [product._id] });
    for (const tab of tabs) {
      await tab.until(() => (tab.of('stream_update').at(-1)?.data.likes === 1 ? true : undefined));
      await tab.next('pinned_products_updated', ({ data }) => data.products.some(({ _id }) => _id === product._id));
    }
  });

  test('a Redis that is killed with -9 while all talk loses nothing and doubles nothing', { timeout: 120_000 }, async () => {
    const viewers = await watchEverywhere();
    let fault: Promise<unknown> = Promise.resolve();
    const acknowledged = await chatter('Through', (soFar) => {
      if (soFar === 20) fault = redis.kill();
      if (soFar === 60) fault = fault.then(() => redis.restart());
    });
    await fault;
    for (const viewer of viewers) await expectEachOnce(viewer, 'Through', acknowledged);
    for (const viewer of viewers) await countShown(viewer, size);
  });

  test('what is acknowledged while Redis is dead reaches the other nodes', { timeout: 60_000 }, async () => {
    const speaker = await watch(0, await guestToken(0, 'Sam'));
    const viewers = await watchEverywhere();
    await redis.kill();
    const offset = await say(speaker, 'said without Redis');
    for (const viewer of viewers) {
      const heard = await viewer.next('chat_message', ({ data }) => data.message === 'said without Redis');
      expect(heard.data.offset).toBe(offset);
    }
    await redis.restart();
    await say(speaker, 'said with it again');
    for (const viewer of viewers) {
      await viewer.next('chat_message', ({ data }) => data.message === 'said with it again');
      expect(texts(viewer).filter((text) => text.startsWith('said'))).toEqual(['said without Redis', 'said with it again']);
    }
  });

  test.each(['with Redis', 'without Redis'])(
    'who signs out on one node is put out on the others (%s)',
    { timeout: 60_000 },
    async (how) => {
      const token = await guestToken(0, 'Kit');
      const viewers = await Promise.all(nodes.map((_, index) => watch(index, token)));
      if (how === 'without Redis') await redis.kill();
      await new ShopClient(at(1).url, token).request('POST', '/auth/sign-out');
      await Promise.all(viewers.map((viewer) => viewer.whenClosed()));
    },
  );

  test.each(['with Redis', 'without Redis'])(
    'who is banned on one node is put out on the others (%s)',
    { timeout: 60_000 },
    async (how) => {
      const token = await guestToken(0, 'Rude');
      const viewers = await Promise.all(nodes.map((_, index) => watch(index, token)));
      const [registered] = viewers[0]?.of('registered') ?? [];
      if (how === 'without Redis') await redis.kill();
      const subjectId = registered?.data.viewerId;
      await adminAt(1).request('POST', '/moderation/bans', { streamId: show._id, subjectId, minutes: null });
      for (const viewer of viewers) expect((await viewer.whenClosed()).code).toBe(CLOSE.banned);
      for (const node of nodes) {
        const again = await Viewer.connect(node.socketUrl);
        again.send('register', { streamId: show._id, token });
        expect((await again.next('error')).data.code).toBe('banned');
        again.drop();
      }
    },
  );

  test('what is deleted on one node is empty on the others', { timeout: 60_000 }, async () => {
    const viewers = await watchEverywhere();
    const speaker = await watch(0, await guestToken(0, 'Max'));
    const offset = await say(speaker, 'not for everybody');
    for (const viewer of viewers) await viewer.next('chat_message', ({ data }) => data.offset === offset);
    await adminAt(1).request('DELETE', `/livestreams/${show._id}/chat/${offset}`);
    for (const viewer of viewers) await viewer.next('message_deleted', ({ data }) => data.deletedOffset === offset);
    for (const index of nodes.keys()) {
      const late = await watch(index);
      const [history] = late.of('chat_history');
      expect(history?.data.messages.length).toBeGreaterThan(0);
      expect(JSON.stringify(late.events)).not.toContain('not for everybody');
      late.drop();
    }
  });

  test('a node killed with -9 leaves the counts, and another does its work', { timeout: 90_000 }, async () => {
    const stays = await watch(1);
    const leaves = await Promise.all([watch(0), watch(0)]);
    await countShown(stays, 3);
    await at(0).end('SIGKILL');
    await Promise.all(leaves.map((viewer) => viewer.whenClosed()));
    await countShown(stays, 1);

    // The first node had the lease of the periodic jobs: what lists show is written by who took it over.
    const fan = await watch(1, await guestToken(1, 'Ada'));
    await fan.command('toggle_like', { liked: true, streamId: show._id });
    await vi.waitFor(async () => {
      const { items } = await adminAt(1).request<{ items: Livestream[] }>('GET', '/livestreams');
      expect(items.find(({ _id }) => _id === show._id)?.likes).toBe(2);
    }, SOON);
    await at(0).restart();
    const back = await watch(0);
    await Promise.all([countShown(back, 3), countShown(stays, 3)]);
  });

  test('the end of the show is heard in every room and every lobby', { timeout: 60_000 }, async () => {
    const viewers = await watchEverywhere();
    const lobbies = await Promise.all(nodes.map((node) => Viewer.watch(node.socketUrl, {})));
    await adminAt(1).request('PUT', `/livestreams/${show._id}`, { isActive: false });
    for (const viewer of [...viewers, ...lobbies]) {
      const { data } = await viewer.next('stream_stopped');
      expect(data.streamId).toBe(show._id);
    }
    dropAll([...viewers, ...lobbies]);
  });
});
