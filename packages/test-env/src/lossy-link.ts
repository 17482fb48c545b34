import { createSocket, type Socket } from 'node:dgram';

/** What the way from the server to a peer is like. Towards the server only delay and loss apply. */
export interface LinkConditions {
  /** bit/s; null: as fast as the machine is. */
  rate: number | null;
  /** How long a packet waits at the most before it is dropped instead, in ms. */
  queue: number;
  /** One way, in ms. */
  delay: number;
  /** Of packets each way, 0 to 1. */
  loss: number;
}
export const GOOD_LINK: LinkConditions = { rate: null, queue: 200, delay: 0, loss: 0 };
/** Peers that one link carries. */
const MAX_PEERS = 100;

/** Packets that all take equally long, in the order they came. */
class DelayLine {
  readonly #waiting: { at: number; deliver: () => void }[] = [];
  #timer: NodeJS.Timeout | null = null;

  add(at: number, deliver: () => void): void {
    this.#waiting.push({ at, deliver });
    this.#arm();
  }
  close(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#waiting.length = 0;
  }
  #arm(): void {
    const [first] = this.#waiting;
    if (this.#timer || !first) return;
    this.#timer = setTimeout(() => this.#deliver(), Math.max(0, first.at - performance.now()));
  }
  #deliver(): void {
    this.#timer = null;
    const now = performance.now();
    for (let first = this.#waiting[0]; first && first.at <= now; first = this.#waiting[0]) {
      this.#waiting.shift();
      first.deliver();
    }
    this.#arm();
  }
}

/**
 * A bad connection on the loopback: a UDP relay before a server's port, with a bottleneck (rate and drop-tail queue), delay and random
 * loss that can be changed while packets flow. Peers that are given `port` in place of the server's reach it through here; the server
 * sees each of them at a port of its own. Needs no privileges, unlike network namespaces.
 */
export class LossyLink implements AsyncDisposable {
  conditions: LinkConditions;
  readonly #front: Socket;
  readonly #serverPort: number;
  readonly #random: () => number;
  readonly #peers = new Map<string, Socket>();
  readonly #down = new DelayLine();
  readonly #up = new DelayLine();
  /** When the bottleneck has sent all that it has taken. */
  #busyUntil = 0;
  dropped = 0;
  delivered = 0;

  private constructor(front: Socket, serverPort: number, conditions: LinkConditions, random: () => number) {
    this.#front = front;
    this.#serverPort = serverPort;
    this.conditions = conditions;
    this.#random = random;
    front.on('message', (data, from) => this.#towardsServer(data, from));
  }

  /** @param random for tests that lose the same packets each time. */
  static async open(serverPort: number, conditions: LinkConditions = GOOD_LINK, random: () => number = Math.random): Promise<LossyLink> {
    const front = createSocket({ type: 'udp4', recvBufferSize: 1 << 20, sendBufferSize: 1 << 20 });
    await new Promise<void>((resolve, reject) => {
      front.once('error', reject);
      front.bind(0, '127.0.0.1', resolve);
    });
    return new LossyLink(front, serverPort, conditions, random);
  }

  /** To be told to peers in place of the server's. */
  get port(): number {
    return this.#front.address().port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#down.close();
    this.#up.close();
    await Promise.all(
      [this.#front, ...this.#peers.values()].map((socket) => new Promise<void>((resolve) => socket.close(() => resolve()))),
    );
  }

  #towardsServer(data: Buffer, from: { address: string; port: number }): void {
    const peer = this.#peerAt(from);
    if (!peer || this.#random() < this.conditions.loss) return;
    this.#up.add(performance.now() + this.conditions.delay, () => peer.send(data, this.#serverPort, '127.0.0.1'));
  }
  #towardsPeer(data: Buffer, to: { address: string; port: number }): void {
    const { rate, queue, delay, loss } = this.conditions;
    const now = performance.now();
    const start = Math.max(now, this.#busyUntil);
    if (rate !== null && start - now > queue) {
      this.dropped++;
      return;
    }
    this.#busyUntil = rate === null ? now : start + (data.length * 8_000) / rate;
    if (this.#random() < loss) {
      this.dropped++;
      return;
    }
    this.delivered++;
    this.#down.add(Math.max(now, this.#busyUntil) + delay, () => this.#front.send(data, to.port, to.address));
  }

  #peerAt(from: { address: string; port: number }): Socket | null {
    const key = `${from.address}:${from.port}`;
    const known = this.#peers.get(key);
    if (known || this.#peers.size >= MAX_PEERS) return known ?? null;
    const peer = createSocket({ type: 'udp4', recvBufferSize: 1 << 20 });
    peer.on('message', (data) => this.#towardsPeer(data, from));
    this.#peers.set(key, peer);
    return peer;
  }
}
