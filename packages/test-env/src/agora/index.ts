import { createHmac, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export const APP_ID = '0123456789abcdef0123456789abcdef';
export const APP_CERTIFICATE = 'fedcba9876543210fedcba9876543210';
export const CUSTOMER = { id: 'customer', secret: 'of agora' };
export const NOTIFICATION_SECRET = 'signs notifications';

export interface Rule {
  id: number;
  cname: string | null;
  uid: number | null;
  privileges: string[];
  seconds: number;
}
interface Channel {
  broadcasters: Set<number>;
  audience: Set<number>;
}
interface Answer {
  status: number;
  body: object;
  headers?: Record<string, string>;
}
const refuse = (status: number, message: string): Answer => ({ status, body: { message } });

/**
 * As much of Agora's Channel Management API and Notifications as the server uses, written from their documentation (docs.agora.io: "Create
 * rule", "Get rule list", "Delete rule", "Query user list", "Query host list", "Response status code", "Channel event types").
 */
export class FakeAgora implements AsyncDisposable {
  readonly rules: Rule[] = [];
  readonly channels = new Map<string, Channel>();
  /** Every request that was understood, as `METHOD path`. */
  readonly asked: string[] = [];
  /** What the next requests get instead of an answer; `silence` is none at all. */
  troubles: (Answer | 'silence')[] = [];
  /** Hears of each who is put out of a channel by a rule, and whether it was for the channel's sake. */
  onPutOut: (channel: string, uid: number, reason: 'UID_BANNED' | 'CHANNEL_BANNED') => void = () => {};
  readonly #server: Server;
  readonly #watchers = new Set<() => void>();
  #nextRule = 1_953;

  private constructor() {
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }
  static async open(): Promise<FakeAgora> {
    const fake = new FakeAgora();
    await new Promise<void>((resolve) => fake.#server.listen(0, '127.0.0.1', resolve));
    return fake;
  }
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }
  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Resolves when it is so, looked at after every request. */
  until(isSo: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!isSo()) return;
        this.#watchers.delete(look);
        resolve();
      };
      this.#watchers.add(look);
      look();
    });
  }

  join(channel: string, uid: number, role: 'broadcasters' | 'audience'): void {
    const found = this.channels.get(channel) ?? { broadcasters: new Set(), audience: new Set() };
    this.channels.set(channel, found);
    found[role].add(uid);
  }
  leave(channel: string, uid: number): void {
    const found = this.channels.get(channel);
    found?.broadcasters.delete(uid);
    found?.audience.delete(uid);
    if (found && found.broadcasters.size + found.audience.size === 0) this.channels.delete(channel);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const trouble = this.troubles.shift();
    if (trouble === 'silence') return;
    const { status, headers, body: answer } = trouble ?? this.#answer(request, body);
    if (!trouble) this.asked.push(`${request.method} ${request.url}`);
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(answer));
    for (const look of [...this.#watchers]) look();
  }
  #answer(request: IncomingMessage, text: string): Answer {
    const basic = `Basic ${Buffer.from(`${CUSTOMER.id}:${CUSTOMER.secret}`).toString('base64')}`;
    if (request.headers.authorization !== basic) return refuse(401, 'Unauthorized');
    if (request.headers['content-type'] !== 'application/json') return refuse(415, 'Unsupported Media Type');
    const { pathname, searchParams } = new URL(request.url ?? '', this.url);
    if (pathname === '/dev/v1/kicking-rule') {
      if (request.method === 'GET') return searchParams.get('appid') === APP_ID ? this.#list() : refuse(400, 'invalid appid');
      const body = JSON.parse(text);
      if (body.appid !== APP_ID) return refuse(400, 'invalid appid');
      if (request.method === 'POST') return this.#create(body);
      if (request.method === 'DELETE') return this.#delete(body.id);
    }
    const [, channel, rest] = pathname.match(`^/dev/v1/channel/user/${APP_ID}/([^/]+)(/hosts_only)?$`) ?? [];
    if (request.method === 'GET' && channel) return this.#users(channel, rest !== undefined);
    return refuse(404, 'Not Found');
  }
  #create({ cname, uid, ip, time, time_in_seconds: asked, privileges }: Record<string, unknown>): Answer {
    if (cname === undefined && uid === undefined && ip === undefined) return refuse(400, 'cname, uid and ip are all empty');
    if (!Array.isArray(privileges) || privileges.some((one) => !['join_channel', 'publish_audio', 'publish_video'].includes(one)))
      return refuse(400, 'invalid privileges');
    // Left out, it is an hour; outside of its range it is moved to the nearest bound, but for 0.
    const wanted = typeof asked === 'number' ? asked : typeof time === 'number' ? time * 60 : 3_600;
    const seconds = wanted === 0 ? 0 : Math.min(86_430, Math.max(10, wanted));
    const rule: Rule = {
      id: this.#nextRule++,
      cname: typeof cname === 'string' ? cname : null,
      uid: typeof uid === 'number' ? uid : null,
      privileges,
      seconds,
    };
    if (seconds > 0) this.rules.push(rule);
    if (privileges.includes('join_channel'))
      for (const [name, { broadcasters, audience }] of this.channels)
        for (const one of [...broadcasters, ...audience])
          if ((rule.cname ?? name) === name && (rule.uid ?? one) === one) {
            this.leave(name, one);
            this.onPutOut(name, one, rule.uid === null ? 'CHANNEL_BANNED' : 'UID_BANNED');
          }
    return { status: 200, body: { status: 'success', id: rule.id } };
  }
  #list(): Answer {
    const rules = this.rules.map(({ id, cname, uid, privileges }) => ({ id, appid: APP_ID, cname: cname ?? '', uid, ip: '', privileges }));
    return { status: 200, body: { status: 'success', rules } };
  }
  #delete(id: unknown): Answer {
    const at = this.rules.findIndex((rule) => rule.id === id);
    if (at < 0) return refuse(400, 'rule not found');
    this.rules.splice(at, 1);
    return { status: 200, body: { status: 'success', id } };
  }
  #users(channel: string, hostsOnly: boolean): Answer {
    const found = this.channels.get(channel);
    if (!found) return { status: 200, body: { success: true, data: { channel_exist: false } } };
    const broadcasters = [...found.broadcasters];
    const audience = [...found.audience].slice(0, 10_000);
    const data = { channel_exist: true, mode: 2, broadcasters, ...(hostsOnly ? {} : { audience, audience_total: found.audience.size }) };
    return { status: 200, body: { success: true, data } };
  }
}

export interface Notice {
  eventType: number;
  channelName: string;
  uid?: number;
  clientSeq?: number;
  reason?: number;
  noticeId?: string;
  notifyMs?: number;
}
/** A notification as Agora sends it: the body, and its `Agora-Signature-V2`. */
export function notification(
  { eventType, noticeId = randomUUID(), notifyMs = Date.now(), ...payload }: Notice,
  secret = NOTIFICATION_SECRET,
) {
  const ts = Math.floor(notifyMs / 1_000);
  const body = Buffer.from(
    JSON.stringify({ sid: randomUUID(), noticeId, productId: 1, eventType, notifyMs, payload: { ...payload, platform: 7, ts } }),
  );
  return { body, signature: createHmac('sha256', secret).update(body).digest('hex') };
}
