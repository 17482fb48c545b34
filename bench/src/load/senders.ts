import { setTimeout as wait } from 'node:timers/promises';
import { loopbackAddress } from './addresses.ts';
import type { Sent } from './commands.ts';
import type { Target } from './dialects.ts';
import { HttpConnection } from './http-connection.ts';
import { stampedMessage } from './stamp.ts';
import { BareWebSocket } from './web-socket.ts';

/** How often the pace is looked at. */
const PACE_MS = 2;
const RETRY_MS = 200;
/** How long the last acknowledgements may take. */
const LAST_ANSWERS_MS = 30_000;

/** Whoever writes the chat. A message that was not acknowledged when a socket is lost is sent again, under the same id. */
export class Senders {
  readonly #senders: Sender[] = [];
  #timer: NodeJS.Timeout | null = null;
  #sent = 0;
  #acknowledged = 0;
  #lastOffset = 0;

  async join(target: Target, tokens: string[], firstSocket: number): Promise<void> {
    const acknowledged = (offset: number): void => {
      this.#acknowledged += 1;
      this.#lastOffset = Math.max(this.#lastOffset, offset);
    };
    for (const [index, token] of tokens.entries()) {
      const address = loopbackAddress(firstSocket + index);
      const sender =
        target.dialect === 'nchan' ? new Publisher(target, address, acknowledged) : new SocketSender(target, token, address, acknowledged);
      this.#senders.push(sender);
      await sender.ready;
    }
  }

  /** As people do who don't know of each other: the pauses between their messages (or bursts) are distributed exponentially. */
  start(rate: number, burst: number): void {
    this.#sent = 0;
    this.#acknowledged = 0;
    const meanPause = (burst / rate) * 1000;
    let next = performance.now();
    this.#timer = setInterval(() => {
      while (next <= performance.now()) {
        next += -Math.log(1 - Math.random()) * meanPause;
        for (let message = 0; message < burst; message++) this.#senders[this.#sent++ % this.#senders.length]?.say(stampedMessage());
      }
    }, PACE_MS);
  }
  /** @throws when some of it is never acknowledged. */
  async stop(): Promise<Sent> {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    const deadline = performance.now() + LAST_ANSWERS_MS;
    while (this.#acknowledged < this.#sent) {
      if (performance.now() > deadline) throw new Error(`${this.#sent - this.#acknowledged} messages were never acknowledged`);
      await wait(PACE_MS);
    }
    return this.counts();
  }
  counts(): Sent {
    return { sent: this.#sent, acknowledged: this.#acknowledged, lastOffset: this.#lastOffset };
  }
  leave(): void {
    for (const sender of this.#senders.splice(0)) sender.leave();
  }
}

interface Sender {
  readonly ready: Promise<void>;
  say(message: string): void;
  leave(): void;
}

interface AckFrame {
  data: { id: string; offset?: number };
}

interface ErrorFrame {
  data: { id?: string; code: string; retryAfter?: number };
}

/** Over a socket of its own, as a host or a moderator does. */
class SocketSender implements Sender {
  readonly ready: Promise<void>;
  readonly #target: Target;
  readonly #token: string;
  readonly #localAddress: string;
  readonly #acknowledged: (offset: number) => void;
  readonly #unanswered = new Map<string, string>();
  #isReady: () => void = () => undefined;
  #socket: BareWebSocket | null = null;
  #hasLeft = false;
  #commands = 0;

  constructor(target: Target, token: string, localAddress: string, acknowledged: (offset: number) => void) {
    this.#target = target;
    this.#token = token;
    this.#localAddress = localAddress;
    this.#acknowledged = acknowledged;
    this.ready = new Promise((resolve) => {
      this.#isReady = resolve;
    });
    this.#dial();
  }
  say(message: string): void {
    // Ids of two senders of one account must differ.
    const id =
      this.#target.dialect === 'vitrine'
        ? `${process.pid}.${this.#localAddress}.${senderNumber(this)}.${++this.#commands}`
        : String(++this.#commands);
    const command =
      this.#target.dialect === 'vitrine'
        ? JSON.stringify({ type: 'chat_message', id, data: { message } })
        : `42${id}${JSON.stringify(['chat_message', message])}`;
    this.#unanswered.set(id, command);
    this.#socket?.send(command);
  }
  leave(): void {
    this.#hasLeft = true;
    this.#socket?.drop();
  }

  #dial(): void {
    const { dialect, host, port, room } = this.#target;
    const path = dialect === 'vitrine' ? '/ws' : '/socket.io/?EIO=4&transport=websocket';
    const socket = new BareWebSocket(
      { host, port, path, localAddress: this.#localAddress },
      {
        opened: () => {
          if (dialect === 'vitrine') socket.send(JSON.stringify({ type: 'register_admin', data: { streamId: room, token: this.#token } }));
        },
        text: (payload) => (dialect === 'vitrine' ? this.#hearVitrine(socket, payload) : this.#hearSocketIo(socket, payload)),
        closed: () => {
          this.#socket = null;
          if (!this.#hasLeft) setTimeout(() => this.#dial(), RETRY_MS);
        },
      },
    );
  }
  #registered(socket: BareWebSocket): void {
    this.#socket = socket;
    for (const command of this.#unanswered.values()) socket.send(command);
    this.#isReady();
  }
  #answered(id: string, offset = 0): void {
    if (this.#unanswered.delete(id)) this.#acknowledged(offset);
  }

  #hearVitrine(socket: BareWebSocket, payload: Buffer): void {
    const start = payload.toString('latin1', 0, 24);
    if (start.startsWith('{"type":"chat_history"')) this.#registered(socket);
    else if (start.startsWith('{"type":"ack"')) {
      const { data } = JSON.parse(payload.toString()) as AckFrame;
      this.#answered(data.id, data.offset);
    } else if (start.startsWith('{"type":"error"')) this.#refused(JSON.parse(payload.toString()) as ErrorFrame);
  }
  /** After a long absence more is sent again than may come at once. */
  #refused({ data: { id = '', code, retryAfter } }: ErrorFrame): void {
    if (code !== 'rate_limited' || retryAfter === undefined) throw new Error(`the server refused a message: ${code}`);
    setTimeout(() => {
      const command = this.#unanswered.get(id);
      if (command !== undefined) this.#socket?.send(command);
    }, retryAfter * 1000);
  }
  #hearSocketIo(socket: BareWebSocket, payload: Buffer): void {
    const start = payload.toString('latin1', 0, 12);
    if (start.startsWith('0')) socket.send('40');
    else if (start === '2') socket.send('3');
    else if (start.startsWith('40')) this.#registered(socket);
    else if (start.startsWith('43')) this.#answered(/^43(\d+)/.exec(start)?.[1] ?? '');
  }
}

const numbers = new WeakMap<SocketSender, number>();
let lastNumber = 0;
function senderNumber(sender: SocketSender): number {
  const known = numbers.get(sender);
  if (known !== undefined) return known;
  numbers.set(sender, ++lastNumber);
  return lastNumber;
}

/** Nchan's way to publish: one HTTP POST each, over a connection that is kept. */
class Publisher implements Sender {
  readonly ready = Promise.resolve();
  readonly #target: Target;
  readonly #connection: HttpConnection;
  readonly #acknowledged: (offset: number) => void;
  #last: Promise<void> = Promise.resolve();
  #number = 0;

  constructor(target: Target, localAddress: string, acknowledged: (offset: number) => void) {
    this.#target = target;
    this.#connection = new HttpConnection({ host: target.host, port: target.port, localAddress });
    this.#acknowledged = acknowledged;
  }
  say(message: string): void {
    const number = ++this.#number;
    this.#last = this.#last.then(async () => {
      const { status } = await this.#connection.request({
        method: 'POST',
        path: `/publish/${this.#target.room}`,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(chatEvent(this.#target.room, number, message)),
      });
      if (status >= 300) throw new Error(`nchan refused a message with ${status}`);
      this.#acknowledged(0);
    });
  }
  leave(): void {
    this.#connection.close();
  }
}

/** The same bytes that Vitrine sends for a chat message, for a side that only passes on what it is given. */
function chatEvent(streamId: string, number: number, message: string): object {
  const viewerId = '0'.repeat(24);
  return {
    type: 'chat_message',
    data: {
      streamId,
      offset: number,
      key: `${viewerId}:${process.pid}.127.0.0.1.1.${number}`,
      viewerId,
      timestamp: new Date().toISOString(),
      username: 'Inès Moreau',
      message,
      isAdmin: true,
    },
  };
}
