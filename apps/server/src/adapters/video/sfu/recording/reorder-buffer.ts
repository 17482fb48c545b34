import { nextSequence, sequenceDistance } from '../rtp/sequence.ts';
import { RECORDING_LIMITS } from './limits.ts';

interface Waiting<Packet> {
  packet: Packet;
  since: number;
}
/** Numbers further apart than this are no gap but a new start. */
const NEW_START = 4_000;

/** Puts the packets of one stream in order. What is missing is waited for a while, then told as lost. Times are monotonic ms. */
export class ReorderBuffer<Packet extends { sequence: number }> {
  readonly #onPacket: (packet: Packet) => void;
  readonly #onLoss: () => void;
  readonly #waiting = new Map<number, Waiting<Packet>>();
  #next: number | null = null;

  constructor(onPacket: (packet: Packet) => void, onLoss: () => void) {
    this.#onPacket = onPacket;
    this.#onLoss = onLoss;
  }

  push(packet: Packet, now: number): void {
    this.#next ??= packet.sequence;
    const distance = sequenceDistance(this.#next, packet.sequence);
    if (Math.abs(distance) > NEW_START) {
      this.flush();
      this.#onLoss();
      this.#next = packet.sequence;
    } else if (distance < 0) return;
    this.#waiting.set(packet.sequence, { packet, since: now });
    this.tick(now);
  }

  /** Gives on what is in order, and gives up on what has been waited for long enough. */
  tick(now: number): void {
    this.#pass();
    while (this.#waiting.size > 0 && (this.#waiting.size > RECORDING_LIMITS.waitingPackets || this.#hasWaited(now))) this.#skip();
  }
  /** Nothing more comes: gives on what is there. */
  flush(): void {
    this.#pass();
    while (this.#waiting.size > 0) this.#skip();
  }

  #pass(): void {
    for (let found = this.#take(); found; found = this.#take()) this.#onPacket(found);
  }
  #take(): Packet | null {
    if (this.#next === null) return null;
    const found = this.#waiting.get(this.#next);
    if (!found) return null;
    this.#waiting.delete(this.#next);
    this.#next = nextSequence(this.#next);
    return found.packet;
  }
  /** The gap has been there since the first packet behind it came, which is the oldest that waits. */
  #hasWaited(now: number): boolean {
    const [oldest] = this.#waiting.values();
    return oldest !== undefined && now - oldest.since >= RECORDING_LIMITS.lossPatience;
  }
  #skip(): void {
    const from = this.#next ?? 0;
    let nearest = from;
    let least = Number.POSITIVE_INFINITY;
    for (const sequence of this.#waiting.keys()) {
      const distance = sequenceDistance(from, sequence);
      if (distance < least) [least, nearest] = [distance, sequence];
    }
    this.#next = nearest;
    this.#onLoss();
    this.#pass();
  }
}
