import { setTimeout as wait } from 'node:timers/promises';
import { Histogram } from '../measure/histogram.ts';
import { loopbackAddress } from './addresses.ts';
import type { Returned, Tally } from './commands.ts';
import { createDialect, type Dialect, type Position, type Target } from './dialects.ts';
import { sentAt } from './stamp.ts';
import { BareWebSocket } from './web-socket.ts';

/** Viewers that open their sockets at the same time, when a crowd gathers calmly. */
const OPENING = 100;
/** Before a refused or lost socket is tried again: the client's own policy, jittered. */
const RETRY_MS = { least: 100, most: 500 };

/** Many viewers of one room in one process. */
export class Crowd {
  readonly #viewers: CrowdViewer[] = [];
  readonly #tally: CrowdTally = { messages: 0, missed: 0, doubled: 0, notRecovered: 0, lost: 0, latency: null };

  /** Opens so many viewers; resolves when all are in the room. */
  async gather(target: Target, count: number, firstSocket: number, tokens: string[] = []): Promise<void> {
    const added = Array.from(
      { length: count },
      (_, index) => new CrowdViewer(target, loopbackAddress(firstSocket + index), this.#tally, tokens[index]),
    );
    this.#viewers.push(...added);
    let next = 0;
    await Promise.all(
      Array.from({ length: OPENING }, async () => {
        for (let viewer = added[next++]; viewer; viewer = added[next++]) await viewer.open();
      }),
    );
  }

  /** Counting starts anew. */
  mark(withLatency: boolean): void {
    Object.assign(this.#tally, { messages: 0, missed: 0, doubled: 0, notRecovered: 0, lost: 0 });
    this.#tally.latency = withLatency ? new Histogram() : null;
  }
  read(): Tally {
    const { latency, ...counts } = this.#tally;
    return { ...counts, latency: latency?.toPairs() ?? [] };
  }

  /** All lose their sockets in one moment and come back as fast as they can. */
  async storm(): Promise<Returned> {
    for (const viewer of this.#viewers) viewer.drop();
    return this.comeBack();
  }
  /** Resolves when everybody is back: who has lost its socket returns, from where it was. */
  async comeBack(): Promise<Returned> {
    await Promise.all(this.#viewers.map((viewer) => viewer.open()));
    return { at: String(process.hrtime.bigint()) };
  }
  /** Resolves when everybody has heard this offset. */
  async reached(offset: number, within: number): Promise<Returned> {
    const deadline = performance.now() + within;
    while (this.#viewers.some((viewer) => viewer.offset < offset)) {
      if (performance.now() > deadline) throw new Error(`not everybody has heard ${offset} within ${within} ms`);
      await wait(5);
    }
    return { at: String(process.hrtime.bigint()) };
  }
  leave(): void {
    for (const viewer of this.#viewers.splice(0)) viewer.drop();
  }
}

interface CrowdTally {
  messages: number;
  /** Offsets that a viewer was not sent. */
  missed: number;
  /** Offsets that a viewer was sent again. */
  doubled: number;
  notRecovered: number;
  /** Sockets that ended by themselves. */
  lost: number;
  latency: Histogram | null;
}

class CrowdViewer {
  readonly #target: Target;
  readonly #localAddress: string;
  readonly #tally: CrowdTally;
  readonly #dialect: Dialect;
  readonly #token: string | undefined;
  #socket: BareWebSocket | null = null;
  #position: Position | null = null;
  #isReady = false;
  #opened: { promise: Promise<void>; resolve: () => void } | null = null;
  #retry: NodeJS.Timeout | null = null;

  constructor(target: Target, localAddress: string, tally: CrowdTally, token: string | undefined) {
    this.#target = target;
    this.#localAddress = localAddress;
    this.#tally = tally;
    this.#dialect = createDialect(target.dialect);
    this.#token = token;
  }
  get offset(): number {
    return this.#position?.offset ?? 0;
  }

  /** Resolves when it is in the room, however often it takes. */
  open(): Promise<void> {
    if (this.#isReady) return Promise.resolve();
    if (!this.#opened) {
      let resolve = (): void => undefined;
      const promise = new Promise<void>((done) => {
        resolve = done;
      });
      this.#opened = { promise, resolve };
    }
    if (!this.#socket && !this.#retry) this.#dial();
    return this.#opened.promise;
  }
  drop(): void {
    if (this.#retry) clearTimeout(this.#retry);
    this.#retry = null;
    this.#socket?.drop();
    this.#socket = null;
    this.#isReady = false;
  }

  #dial(): void {
    const { host, port } = this.#target;
    const socket = new BareWebSocket(
      { host, port, path: this.#dialect.path(this.#target), localAddress: this.#localAddress },
      {
        opened: () => {
          const greeting = this.#dialect.greeting(this.#target, this.#position, this.#token);
          if (greeting !== null) socket.send(greeting);
          else if (this.#target.dialect === 'nchan') this.#ready();
        },
        text: (payload) => this.#hear(socket, payload),
        closed: () => this.#closed(socket),
      },
    );
    this.#socket = socket;
  }
  #closed(socket: BareWebSocket): void {
    if (this.#socket !== socket) return;
    this.#socket = null;
    if (this.#isReady) this.#tally.lost += 1;
    this.#isReady = false;
    if (!this.#opened) {
      void this.open();
      return;
    }
    this.#retry = setTimeout(
      () => {
        this.#retry = null;
        this.#dial();
      },
      RETRY_MS.least + Math.random() * (RETRY_MS.most - RETRY_MS.least),
    );
  }
  #ready(): void {
    this.#isReady = true;
    this.#opened?.resolve();
    this.#opened = null;
  }

  #hear(socket: BareWebSocket, payload: Buffer): void {
    const heard = this.#dialect.hear(payload, this.#isReady);
    if (heard.kind === 'reply') socket.send(heard.text);
    else if (heard.kind === 'message') this.#message(payload, heard.offset);
    else if (heard.kind === 'ready') {
      if (this.#position && heard.recovered === false) this.#tally.notRecovered += 1;
      // Who resumes goes on from its own offset: the history's must be the same.
      if (heard.position)
        this.#position = this.#position && heard.recovered ? { ...this.#position, token: heard.position.token } : heard.position;
      this.#ready();
    }
  }
  #message(payload: Buffer, offset: number | undefined): void {
    this.#tally.messages += 1;
    if (this.#tally.latency) {
      const sent = sentAt(payload);
      if (sent !== null) this.#tally.latency.add(Number(process.hrtime.bigint() - sent) / 1e6);
    }
    if (offset === undefined || !this.#position) return;
    const expected = this.#position.offset + 1;
    if (offset > expected) this.#tally.missed += offset - expected;
    else if (offset < expected) this.#tally.doubled += 1;
    if (offset >= expected) this.#position.offset = offset;
  }
}
