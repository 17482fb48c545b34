import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hash } from '@node-rs/argon2';
import { type Livestream, LivestreamInput, type Order, OrderInput, type Product, ProductInput } from '@vitrine/protocol';
import { pino } from 'pino';
import { freeUdpPort } from '../../../../packages/test-env/src/free-port.ts';
import { createLocalBackplane } from '../../src/adapters/backplane/local.ts';
import { openSqliteStorage } from '../../src/adapters/storage/sqlite/index.ts';
import { type Config, readConfig } from '../../src/config.ts';
import { type Context, createContext } from '../../src/context.ts';
import type { Actor } from '../../src/domain/actor.ts';
import { newId, sha256 } from '../../src/domain/ids.ts';
import type { Services } from '../../src/domain/services.ts';
import { createHttpApp } from '../../src/http/app.ts';
import { systemClock } from '../../src/ports/clock.ts';
import type { AccountRole, Storage } from '../../src/ports/storage.ts';
import { createRealtime, type Realtime } from '../../src/realtime/index.ts';
import type { RoleName } from './role-matrix.ts';

export const PASSWORD = 'a lamp in the window';
const HOUR = 3_600_000;
/** Bans are read when a server starts, so those who are banned are made before it. */
const BANNED = 200;
const ACCOUNT_ROLE: Record<Exclude<RoleName, 'guest' | 'none'>, AccountRole> = {
  admin: 'admin',
  host: 'host',
  other: 'host',
  moderator: 'moderator',
  customer: 'customer',
  banned: 'customer',
};

export interface Person {
  id: string;
  email: string;
  token: string;
  actor: Actor;
}

/** A whole server, in this process and without rate limits, and as many people of every role as a table needs. */
export class World implements AsyncDisposable {
  readonly services: Services;
  readonly storage: Storage;
  readonly url: string;
  /** Lines of the log. */
  readonly log: string[];
  readonly #context: Context;
  readonly #realtime: Realtime;
  readonly #server: Server;
  readonly #folder: string;
  readonly #passwordHash: string;
  readonly #banned: Person[];

  private constructor(parts: {
    storage: Storage;
    context: Context;
    realtime: Realtime;
    server: Server;
    folder: string;
    passwordHash: string;
    banned: Person[];
    log: string[];
  }) {
    this.services = parts.context.services;
    this.storage = parts.storage;
    this.log = parts.log;
    this.#context = parts.context;
    this.#realtime = parts.realtime;
    this.#server = parts.server;
    this.#folder = parts.folder;
    this.#passwordHash = parts.passwordHash;
    this.#banned = parts.banned;
    this.url = `http://127.0.0.1:${(parts.server.address() as AddressInfo).port}`;
  }

  static async open(): Promise<World> {
    const folder = await mkdtemp(join(tmpdir(), 'vitrine-roles-'));
    const storage = await openSqliteStorage({ directory: folder });
    const passwordHash = await hash(PASSWORD);
    const banned: Person[] = [];
    for (let index = 0; index < BANNED; index += 1) {
      const person = await addPerson(storage, 'banned', passwordHash);
      const ban = { streamId: null, subjectId: person.id, subjectName: 'Bo', reason: 'a test', by: person.id, until: null };
      await storage.bans.put({ ...ban, _id: newId(systemClock), createdAt: systemClock.now() });
      banned.push(person);
    }
    const log: string[] = [];
    const logger = pino({ level: 'debug' }, { write: (line: string) => void log.push(line) });
    const env = {
      DATA_DIR: folder,
      VIDEO_UDP_PORT: String(await freeUdpPort()),
      VAPID_SUBJECT: 'mailto:shop@lumen.example',
      EXPO_PUSH: 'on',
    };
    const config: Config = readConfig({ ...env, OUTBOUND_PRIVATE: 'allow', PUBLIC_URL: 'https://shop.example' }, folder);
    const parts = { config, logger, clock: systemClock };
    const backplane = { ...createLocalBackplane(), rateLimits: { take: async () => 0 } };
    const context = await createContext(parts, { storage, backplane });
    const { services, metrics } = context;
    const realtime = createRealtime({ ...parts, services });
    const server = createServer(
      createHttpApp({ config, services, metrics, logger, webRoots: { customer: '/nowhere', admin: '/nowhere' } }),
    );
    server.on('upgrade', (request, socket, head) => realtime.handleUpgrade(request, socket, head));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new World({ storage, context, realtime, server, folder, passwordHash, banned, log });
  }
  get socketUrl(): string {
    return `${this.url.replace('http', 'ws')}/ws`;
  }

  /** Somebody new of this role. */
  async person(role: Exclude<RoleName, 'none'>): Promise<Person> {
    if (role !== 'banned') return addPerson(this.storage, role, this.#passwordHash);
    const person = this.#banned.pop();
    if (!person) throw new Error('nobody who is banned is left: raise BANNED');
    return person;
  }
  async show(owner: Person, given: { isLive?: boolean; visibility?: Livestream['visibility'] } = {}): Promise<string> {
    const input = LivestreamInput.parse({ title: 'The Autumn Firing', visibility: given.visibility ?? 'public' });
    const { _id } = await this.services.livestreams.create(owner.actor, input);
    if (given.isLive) await this.services.livestreams.start(owner.actor, _id);
    return _id;
  }
  async product(by: Person): Promise<Product> {
    return this.services.catalogue.create(by.actor, ProductInput.parse({ title: 'Dune vase', variants: [{ price: 6_800, stock: 5 }] }));
  }
  async order(buyer: Person, by: Person): Promise<Order> {
    const { order } = await this.services.orders.place(buyer.actor, orderInput(await this.product(by)), randomBytes(8).toString('hex'));
    return order;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#realtime.drain();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    await this.#context[Symbol.asyncDispose]();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

export function orderInput(product: Product): OrderInput {
  const [variant] = product.variants;
  return OrderInput.parse({
    contact: { name: 'Amir', email: 'amir@example.test', address: 'Kiln Lane 1, Ghent' },
    lines: [{ productId: product._id, variantId: variant?.id, quantity: 1, unitPrice: variant?.price }],
  });
}

async function addPerson(storage: Storage, role: Exclude<RoleName, 'none'>, passwordHash: string): Promise<Person> {
  const id = newId(systemClock);
  const token = randomBytes(32).toString('base64url');
  const email = `${id}@example.test`;
  const now = systemClock.now();
  const name = 'Amir';
  const isGuest = role === 'guest';
  if (!isGuest) await storage.users.insert({ _id: id, email, name, role: ACCOUNT_ROLE[role], passwordHash, createdAt: now });
  const kind = isGuest ? 'guest' : 'user';
  const session = { tokenHash: sha256(token), subjectId: id, kind, guestName: isGuest ? name : null, userAgent: 'test' } as const;
  await storage.sessions.insert({ ...session, createdAt: now, expiresAt: now + HOUR });
  const actor: Actor = { id, role: isGuest ? 'guest' : ACCOUNT_ROLE[role], name, sessionHash: session.tokenHash };
  return { id, email, token, actor };
}
