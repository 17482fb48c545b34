import { EventEmitter } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LivestreamInput, type LivestreamPatch } from '@vitrine/protocol';
import { pino } from 'pino';
import { freeUdpPort } from '../../../../packages/test-env/src/free-port.ts';
import { createLocalBackplane } from '../../src/adapters/backplane/local.ts';
import { openSqliteStorage } from '../../src/adapters/storage/sqlite/index.ts';
import { readConfig } from '../../src/config.ts';
import { type Context, createContext } from '../../src/context.ts';
import type { Actor } from '../../src/domain/actor.ts';
import { newId, sha256 } from '../../src/domain/ids.ts';
import type { Services } from '../../src/domain/services.ts';
import type { Backplane, Hint } from '../../src/ports/backplane.ts';
import type { AccountRole, Storage } from '../../src/ports/storage.ts';
import { createRealtime, type Realtime } from '../../src/realtime/index.ts';

const HOUR = 3_600_000;
const logger = pino({ level: 'silent' });

export interface Person {
  actor: Actor;
  token: string;
}
export interface Node {
  services: Services;
  /** Address of `/ws`. */
  url: string;
}

/** Two servers on one store, with a clock that the test moves. */
export class TwoNodes implements AsyncDisposable {
  readonly storage: Storage;
  readonly one: Node;
  readonly two: Node;
  readonly #folder: string;
  readonly #time: { passed: number };
  readonly #parts: { context: Context; realtime: Realtime; close: () => Promise<void> }[];
  #people = 0;

  private constructor(
    storage: Storage,
    folder: string,
    time: { passed: number },
    parts: { node: Node; context: Context; realtime: Realtime; close: () => Promise<void> }[],
  ) {
    const [one, two] = parts;
    if (!one || !two) throw new Error('two nodes are needed');
    this.storage = storage;
    this.one = one.node;
    this.two = two.node;
    this.#folder = folder;
    this.#time = time;
    this.#parts = parts;
  }

  static async open(): Promise<TwoNodes> {
    const folder = await mkdtemp(join(tmpdir(), 'vitrine-moderation-'));
    const storage = await openSqliteStorage({ directory: folder });
    const time = { passed: 0 };
    // One is closed before the other: the store stays open until both are.
    const shared = new Proxy(storage, {
      get: (target, name) => (name === Symbol.asyncDispose ? async () => {} : Reflect.get(target, name)),
    });
    const hints = new EventEmitter();
    const node = (name: string) => startNode({ folder, storage: shared, time, backplane: linked(name, hints) });
    return new TwoNodes(storage, folder, time, [await node('one'), await node('two')]);
  }

  get now(): number {
    return Date.now() + this.#time.passed;
  }
  pass(seconds: number): void {
    this.#time.passed += seconds * 1000;
  }
  async account(role: AccountRole, name: string = role): Promise<Person> {
    this.#people += 1;
    const email = `${role}${this.#people}@shop.example`;
    const _id = newId({ now: () => this.now, monotonic: () => 0 });
    await this.storage.users.insert({ _id, email, name, role, passwordHash: '', createdAt: this.now });
    return this.#session(_id, 'user', null);
  }
  async guest(name: string): Promise<Person> {
    return this.#session(newId({ now: () => this.now, monotonic: () => 0 }), 'guest', name);
  }
  async show(host: Person, settings: LivestreamPatch['settings'] = {}, live = true): Promise<string> {
    const input = LivestreamInput.parse({ title: 'The Autumn Firing', settings });
    const { _id } = await this.one.services.livestreams.create(host.actor, input);
    if (!live) return _id;
    await this.one.services.livestreams.start(host.actor, _id);
    // The other node learns of it in its time.
    while (!(await this.#isOnAirOnTwo(host, _id))) await new Promise((resolve) => setTimeout(resolve, 5));
    return _id;
  }
  /** Whether the second node takes a message for it. */
  #isOnAirOnTwo(host: Person, streamId: string): Promise<boolean> {
    return this.two.services.chat.post(host.actor, streamId, 'We are live', 'live').then(
      () => true,
      () => false,
    );
  }
  async #session(subjectId: string, kind: 'user' | 'guest', guestName: string | null): Promise<Person> {
    const token = `${kind}-${subjectId}`;
    const session = { tokenHash: sha256(token), subjectId, kind, guestName, userAgent: '' };
    await this.storage.sessions.insert({ ...session, createdAt: this.now, expiresAt: this.now + 1_000 * HOUR });
    const actor = await this.one.services.accounts.bySessionToken(token);
    if (!actor) throw new Error('the session is not known');
    return { actor, token };
  }
  async [Symbol.asyncDispose](): Promise<void> {
    for (const { realtime, close, context } of this.#parts) {
      await realtime.drain();
      await close();
      await context[Symbol.asyncDispose]();
    }
    await this.storage[Symbol.asyncDispose]();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Hears the other node's hints at once. */
function linked(name: string, hints: EventEmitter): Backplane {
  return {
    ...createLocalBackplane(),
    publish: (hint) => void hints.emit('hint', name, hint),
    onHint(listener) {
      const hear = (from: string, hint: Hint): void => {
        if (from !== name) listener(hint);
      };
      hints.on('hint', hear);
      return () => void hints.off('hint', hear);
    },
  };
}

async function startNode(parts: { folder: string; storage: Storage; time: { passed: number }; backplane: Backplane }) {
  const { folder, storage, time, backplane } = parts;
  const env = { DATA_DIR: folder, VIDEO_UDP_PORT: String(await freeUdpPort()), PUBLIC_URL: 'https://shop.example' };
  const config = readConfig(env, '/');
  const clock = { now: () => Date.now() + time.passed, monotonic: () => performance.now() + time.passed };
  const context = await createContext({ config, logger, clock }, { storage, backplane });
  const { services } = context;
  const realtime = createRealtime({ config, services, logger, clock });
  const server = createServer();
  server.on('upgrade', (request, socket, head) => realtime.handleUpgrade(request, socket, head));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const node: Node = { services, url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws` };
  return { node, context, realtime, close: () => new Promise<void>((resolve) => server.close(() => resolve())) };
}
