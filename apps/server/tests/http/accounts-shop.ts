import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { WebSocket } from 'ws';
import { freeUdpPort } from '../../../../packages/test-env/src/free-port.ts';
import { readConfig } from '../../src/config.ts';
import { VitrineServer } from '../../src/server.ts';
import type { Answer } from './edge.ts';

export const ADMIN = { name: 'Inès', email: 'ines@shop.example', password: 'a lamp in the window' };
export const MIRA = { name: 'Mira', email: 'mira@mail.example', password: 'seven green bottles' };

interface PrintedMail {
  to: string;
  subject: string;
  text: string;
}

/** A whole server on a store of its own, set up, with a clock that the test moves and the mails it sent. */
export class AccountsShop implements AsyncDisposable {
  readonly mails: PrintedMail[] = [];
  readonly #server: VitrineServer;
  readonly #folder: string;
  readonly #time: { passed: number };
  #look: (() => void)[] = [];
  #clients = 0;
  #admin: Client | null = null;

  private constructor(server: VitrineServer, folder: string, time: { passed: number }) {
    this.#server = server;
    this.#folder = folder;
    this.#time = time;
  }

  static async open(): Promise<AccountsShop> {
    const folder = await mkdtemp(join(tmpdir(), 'vitrine-accounts-'));
    const time = { passed: 0 };
    let shop: AccountsShop | null = null;
    const server = await VitrineServer.create(
      readConfig({ PORT: '0', DATA_DIR: folder, TRUST_PROXY: '1', VIDEO_UDP_PORT: String(await freeUdpPort()) }, '/'),
      {
        clock: { now: () => Date.now() + time.passed, monotonic: () => performance.now() + time.passed },
        logger: pino({ level: 'info' }, { write: (line: string) => shop?.hear(line) }),
        webRoots: { customer: '/nowhere', admin: '/nowhere' },
      },
    );
    shop = new AccountsShop(server, folder, time);
    await server.start();
    const token = await server.issueSetupToken();
    shop.#admin = await shop.client().enter('/auth/setup', { ...ADMIN, token });
    return shop;
  }

  get url(): string {
    return this.#server.url;
  }
  get admin(): Client {
    if (!this.#admin) throw new Error('the shop is not set up');
    return this.#admin;
  }
  /** Somebody at an address of its own. */
  client(token: string | null = null): Client {
    this.#clients += 1;
    return new Client(this.url, token, `10.0.${this.#clients >> 8}.${this.#clients & 255}`);
  }
  signUp(person: typeof MIRA = MIRA, more: Record<string, unknown> = {}): Promise<Client> {
    return this.client().enter('/auth/sign-up', { ...person, ...more });
  }
  pass(milliseconds: number): void {
    this.#time.passed += milliseconds;
  }

  hear(line: string): void {
    const { mail } = JSON.parse(line) as { mail?: PrintedMail };
    if (!mail) return;
    this.mails.push(mail);
    for (const look of this.#look.splice(0)) look();
  }
  /** The last mail to this address that fits, once it has come. */
  async mail(to: string, subject: RegExp): Promise<PrintedMail> {
    for (;;) {
      const found = this.mails.findLast((mail) => mail.to === to && subject.test(mail.subject));
      if (found) return found;
      await new Promise<void>((resolve) => this.#look.push(resolve));
    }
  }
  /** The one-time token in the link of a mail. */
  async tokenFor(to: string, subject: RegExp): Promise<string> {
    return tokenIn((await this.mail(to, subject)).text);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server[Symbol.asyncDispose]();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

export function tokenIn(text: string): string {
  const token = /#token=([\w-]+)/.exec(text)?.[1];
  if (token === undefined) throw new Error(`no link in: ${text}`);
  return token;
}

/** Calls the API as one client, with its bearer token if it has one. */
export class Client {
  token: string | null;
  readonly #url: string;
  readonly #address: string;

  constructor(url: string, token: string | null, address: string) {
    this.#url = url;
    this.token = token;
    this.#address = address;
  }
  send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return fetch(`${this.#url}${path}`, {
      method,
      headers: {
        'x-forwarded-for': this.#address,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.token === null ? {} : { authorization: `Bearer ${this.token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }
  /** What it answers when all is well. */
  // biome-ignore lint/suspicious/noExplicitAny: what an answer holds is what the tests assert
  async ask(method: string, path: string, body?: unknown): Promise<any> {
    const answer = await this.send(method, path, body);
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.status === 204 ? undefined : answer.json();
  }
  /** `204` or `200` when all is well, else the problem's code. */
  async outcome(method: string, path: string, body?: unknown): Promise<number | string> {
    const answer = await this.send(method, path, body);
    return answer.ok ? answer.status : (await answer.json()).code;
  }
  /** Opens a session by this call and goes on in it. */
  async enter(path: string, body: Record<string, unknown>): Promise<this> {
    this.token = (await this.ask('POST', path, { ...body, transport: 'bearer' })).token;
    return this;
  }
  /** Who the server takes it for: a role, or null. */
  async role(): Promise<string | null> {
    return (await this.ask('GET', '/auth/session')).account?.role ?? null;
  }
  async id(): Promise<string> {
    return (await this.ask('GET', '/auth/session')).account._id;
  }
}

/** A socket that has registered, as this client or as nobody in particular. */
export class Socket {
  /** The close code, once it has been closed. */
  readonly closed: Promise<number>;
  readonly heard: { type: string; data: Record<string, unknown> }[] = [];
  readonly #socket: WebSocket;
  #look: (() => void)[] = [];

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('message', (data) => {
      this.heard.push(JSON.parse(data.toString()));
      for (const look of this.#look.splice(0)) look();
    });
  }
  static async open(url: string, data: { token?: string | null; streamId?: string } = {}): Promise<Socket> {
    const socket = new Socket(new WebSocket(`${url.replace('http', 'ws')}/ws`));
    await new Promise((resolve) => socket.#socket.once('open', resolve));
    socket.send('register', { ...data, token: data.token ?? undefined });
    await socket.event('registered');
    return socket;
  }
  send(type: string, data: unknown, id: string = type): void {
    this.#socket.send(JSON.stringify({ type, id, data }));
  }
  async event(type: string): Promise<Record<string, unknown>> {
    for (;;) {
      const found = this.heard.find((event) => event.type === type);
      if (found) return found.data;
      await new Promise<void>((resolve) => this.#look.push(resolve));
    }
  }
  /** Sends a command and waits until it has been acknowledged. */
  async do(type: string, data: unknown): Promise<void> {
    const id = randomUUID();
    this.send(type, data, id);
    for (;;) {
      const answer = this.heard.find((event) => (event.type === 'ack' || event.type === 'error') && event.data.id === id);
      if (answer?.type === 'error') throw new Error(`${type}: ${JSON.stringify(answer.data)}`);
      if (answer) return;
      await new Promise<void>((resolve) => this.#look.push(resolve));
    }
  }
  close(): void {
    this.#socket.close();
  }
}
