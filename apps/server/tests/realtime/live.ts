import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServerEvent, ServerEventOf, ServerEventType } from '@vitrine/protocol';
import { ServerEvent as ServerEventSchema } from '@vitrine/protocol';
import { pino } from 'pino';
import { WebSocket } from 'ws';
import { freeUdpPort } from '../../../../packages/test-env/src/free-port.ts';
import { readConfig } from '../../src/config.ts';
import { createContext } from '../../src/context.ts';
import type { Actor } from '../../src/domain/actor.ts';
import type { Services } from '../../src/domain/services.ts';
import { systemClock } from '../../src/ports/clock.ts';
import { createRealtime, type Realtime } from '../../src/realtime/index.ts';
import type { RealtimeLimits } from '../../src/realtime/limits.ts';

/** The real domain on a real store, with one or more WebSocket managers before it that listen. */
export class Live {
  readonly services: Services;
  readonly host: Actor;
  readonly hostToken: string;
  #lastShow: string | null = null;
  readonly #folder: string;
  readonly #close: () => Promise<void>;
  readonly #config: ReturnType<typeof readConfig>;
  readonly #closers: (() => Promise<void>)[] = [];

  private constructor(parts: {
    services: Services;
    host: Actor;
    hostToken: string;
    folder: string;
    close: () => Promise<void>;
    config: ReturnType<typeof readConfig>;
  }) {
    this.services = parts.services;
    this.host = parts.host;
    this.hostToken = parts.hostToken;
    this.#folder = parts.folder;
    this.#close = parts.close;
    this.#config = parts.config;
  }

  static async start(): Promise<Live> {
    const folder = await mkdtemp(join(tmpdir(), 'vitrine-live-'));
    const config = readConfig({ DATA_DIR: folder, VIDEO_UDP_PORT: String(await freeUdpPort()), PUBLIC_URL: 'https://shop.example' }, '/');
    const context = await createContext({ config, logger: pino({ level: 'silent' }), clock: systemClock });
    const { services } = context;
    const setupToken = (await services.accounts.issueSetupToken()) ?? '';
    const signedIn = await services.accounts.setUp({
      token: setupToken,
      name: 'Inès',
      email: 'ines@example.com',
      password: 'a lamp in the window',
      transport: 'bearer',
    });
    const host = await services.accounts.bySessionToken(signedIn.token);
    if (!host) throw new Error('the first admin has no session');
    return new Live({ services, host, hostToken: signedIn.token, folder, config, close: () => context[Symbol.asyncDispose]() });
  }

  /** Another manager, with these bounds; gives its address. */
  async manager(limits: Partial<RealtimeLimits> = {}): Promise<{ url: string; realtime: Realtime }> {
    const realtime = createRealtime({
      config: this.#config,
      services: this.services,
      logger: pino({ level: 'silent' }),
      clock: systemClock,
      limits,
    });
    const server = createServer();
    server.on('upgrade', (request, socket, head) => realtime.handleUpgrade(request, socket, head));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.#closers.push(async () => {
      await realtime.drain();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    });
    return { url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws`, realtime };
  }

  async show(options: { live?: boolean; visibility?: 'public' | 'private' } = {}): Promise<string> {
    const { _id } = await this.services.livestreams.create(this.host, {
      title: 'Lamps',
      description: '',
      quality: '720p',
      visibility: options.visibility ?? 'public',
      scheduledFor: null,
      thumbnailUrl: null,
      tags: [],
      lineup: [],
    });
    // A host has one show on air.
    if (this.#lastShow) await this.services.livestreams.stop(this.host, this.#lastShow).catch(() => undefined);
    this.#lastShow = _id;
    if (options.live ?? true) await this.services.livestreams.start(this.host, _id);
    return _id;
  }
  async guest(name: string): Promise<string> {
    const address = `10.0.0.${Math.floor(Math.random() * 250)}`;
    return (await this.services.accounts.enterAsGuest({ name, transport: 'bearer' }, address)).token;
  }
  async stop(): Promise<void> {
    for (const close of this.#closers) await close();
    await this.#close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

type ClientOptions = { headers?: Record<string, string>; autoPong?: boolean };

/** A client that keeps what it hears, checks it against the schema and waits for what it is asked to. */
export class Client {
  readonly socket: WebSocket;
  readonly heard: ServerEvent[] = [];
  readonly closed: Promise<number>;
  #look: (() => void)[] = [];

  constructor(url: string, options: ClientOptions = {}) {
    this.socket = new WebSocket(url, options);
    this.socket.on('error', () => {});
    this.socket.on('message', (data) => {
      this.heard.push(ServerEventSchema.parse(JSON.parse(data.toString())));
      for (const look of this.#look.splice(0)) look();
    });
    this.closed = new Promise((resolve) => this.socket.on('close', (code) => resolve(code)));
  }
  static async open(url: string, options: ClientOptions = {}): Promise<Client> {
    const client = new Client(url, options);
    await new Promise<void>((resolve, reject) => {
      client.socket.once('open', () => resolve());
      client.socket.once('error', reject);
    });
    return client;
  }
  /** A client that has registered, its history heard. */
  static async in(url: string, data: Record<string, unknown>, type = 'register'): Promise<Client> {
    const client = await Client.open(url);
    client.send({ type, id: 'in', data });
    await client.answer('in');
    return client;
  }
  send(frame: unknown): void {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }
  /** The first event, from the start or from `after`, that is of this type and fits. */
  async event<T extends ServerEventType>(
    type: T,
    fits: (data: ServerEventOf<T>['data']) => boolean = () => true,
  ): Promise<ServerEventOf<T>['data']> {
    for (;;) {
      const found = this.all(type).find(fits);
      if (found) return found;
      await new Promise<void>((resolve) => this.#look.push(resolve));
    }
  }
  all<T extends ServerEventType>(type: T): ServerEventOf<T>['data'][] {
    // That the data of an event of type T is T's is more than the compiler sees through a union.
    return this.heard.filter((event) => event.type === type).map((event) => event.data as ServerEventOf<T>['data']);
  }
  /** The `ack` or `error` of a command. */
  async answer(id: string): Promise<ServerEventOf<'ack' | 'error'>> {
    for (;;) {
      const found = this.heard.find(
        (event): event is ServerEventOf<'ack' | 'error'> => (event.type === 'ack' || event.type === 'error') && event.data.id === id,
      );
      if (found) return found;
      await new Promise<void>((resolve) => this.#look.push(resolve));
    }
  }
  async ask(type: string, data: unknown, id: string): Promise<ServerEventOf<'ack' | 'error'>> {
    this.send({ type, id, data });
    return this.answer(id);
  }
  close(): Promise<number> {
    this.socket.close();
    return this.closed;
  }
}
