import { SFU_LIMITS } from '../limits.ts';
import { PLAYBACK_LIMITS } from './limits.ts';
import type { PacketFate } from './sent-packets.ts';

export interface ProberPorts {
  /** Sends about so many bytes that the viewer has no use for; gives how many it could send. */
  sendPadding(bytes: number): number;
  /** Everything sent under transport-wide numbers so far, in bytes. */
  sentBytes(): number;
  nextNumber(): number;
  roundTrip(): number;
}
/** How a probe ended: it reached its goal, met the connection's limit, or could not send enough to tell. */
export type ProbeEnd = 'reached' | 'limited' | 'unsent';

/** One burst at one rate, and what became of it. */
interface Step {
  rate: number;
  startedAt: number;
  startBytes: number;
  firstNumber: number;
  /** How long its packets took, against clocks that differ: the shortest, and smoothed over the last few. */
  lowestDelay: number;
  delay: number;
  /** Set when it has been sent: its last packet's number, what was sent, and how long that took. */
  sent: { lastNumber: number; bytes: number; elapsed: number; at: number } | null;
  arrivedBytes: number;
  firstArrival: number;
  lastArrival: number;
  toldUpTo: number;
}

/**
 * Finds out whether a connection carries more than it is sent: bursts of padding beside the media, each at most twice the rate that has been
 * proven, judged by what arrives, until the goal is reached or a step fails. Doubling keeps the queue that a failing step leaves behind
 * shorter than the step itself, and a queue that grows ends it at once. Times in ms, rates in bit/s.
 */
export class Prober {
  readonly #ports: ProberPorts;
  #goal = 0;
  #proven = 0;
  #steps = 0;
  #step: Step | null = null;

  constructor(ports: ProberPorts) {
    this.#ports = ports;
  }

  get isRunning(): boolean {
    return this.#step !== null;
  }
  /** The highest rate at which what was sent arrived. */
  get proven(): number {
    return this.#proven;
  }

  /** @param proven what is sent now without trouble. */
  start(goal: number, proven: number, now: number): void {
    this.#goal = goal;
    this.#proven = proven;
    this.#steps = 0;
    this.#begin(now);
  }
  stop(): void {
    this.#step = null;
  }

  onFate(fate: PacketFate): void {
    const step = this.#step;
    if (!step || fate.number < step.firstNumber || (step.sent && fate.number > step.sent.lastNumber)) return;
    step.toldUpTo = Math.max(step.toldUpTo, fate.number);
    if (fate.arrivedAt === null) return;
    const delay = fate.arrivedAt - fate.sentAt;
    step.delay = step.lowestDelay === Number.POSITIVE_INFINITY ? delay : step.delay + (delay - step.delay) / 4;
    step.lowestDelay = Math.min(step.lowestDelay, delay);
    step.arrivedBytes += fate.bytes;
    step.firstArrival = Math.min(step.firstArrival, fate.arrivedAt);
    step.lastArrival = Math.max(step.lastArrival, fate.arrivedAt);
  }

  /** Sends what is due. Gives how the probe ended, when it did. */
  tick(now: number): ProbeEnd | null {
    const step = this.#step;
    if (!step) return null;
    if (step.delay - step.lowestDelay > PLAYBACK_LIMITS.probeQueue) return this.#end('limited');
    if (!step.sent) return this.#send(step, now);
    const waited = now - step.sent.at;
    const isTold = step.toldUpTo >= step.sent.lastNumber;
    if (!isTold && waited < PLAYBACK_LIMITS.probeVerdict + this.#ports.roundTrip()) return null;
    return this.#judge(step, step.sent, now);
  }

  #begin(now: number): void {
    this.#steps++;
    const rate = Math.min(this.#goal, Math.max(PLAYBACK_LIMITS.probeLowestRate, this.#proven * PLAYBACK_LIMITS.probeGrowth));
    this.#step = {
      ...{ rate, startedAt: now, startBytes: this.#ports.sentBytes(), firstNumber: this.#ports.nextNumber() },
      ...{
        lowestDelay: Number.POSITIVE_INFINITY,
        delay: 0,
        sent: null,
        arrivedBytes: 0,
        firstArrival: Number.POSITIVE_INFINITY,
        lastArrival: Number.NEGATIVE_INFINITY,
        toldUpTo: 0,
      },
    };
    this.#send(this.#step, now);
  }

  #send(step: Step, now: number): ProbeEnd | null {
    const elapsed = now - step.startedAt;
    const bytes = this.#ports.sentBytes() - step.startBytes;
    if (elapsed < PLAYBACK_LIMITS.probeStep) {
      // The burst for the time until the next tick is sent before it, the last one with the step's end.
      const due = (step.rate * (elapsed + TICK)) / 8_000 - bytes;
      if (due > 0) this.#ports.sendPadding(Math.min(due, PLAYBACK_LIMITS.paddingPerTick));
      return null;
    }
    if (bytes * 8_000 < (step.rate / 2) * elapsed) return this.#end('unsent');
    step.sent = { lastNumber: this.#ports.nextNumber() - 1, bytes, elapsed, at: now };
    return null;
  }

  #judge(step: Step, sent: NonNullable<Step['sent']>, now: number): ProbeEnd | null {
    const sentRate = (sent.bytes * 8_000) / sent.elapsed;
    const elapsed = Math.max(sent.elapsed, step.lastArrival - step.firstArrival);
    const arrivedRate = (step.arrivedBytes * 8_000) / elapsed;
    if (arrivedRate < PLAYBACK_LIMITS.probeDelivery * sentRate) {
      this.#proven = Math.max(this.#proven, PLAYBACK_LIMITS.probeDelivery * arrivedRate);
      return this.#end('limited');
    }
    // The little that got lost on the way says nothing about the rate.
    this.#proven = Math.max(this.#proven, (sent.bytes * 8_000) / elapsed);
    if (sentRate >= this.#goal * REACHED) return this.#end('reached');
    if (this.#steps >= PLAYBACK_LIMITS.probeSteps) return this.#end('limited');
    this.#begin(now);
    return null;
  }

  #end(how: ProbeEnd): ProbeEnd {
    this.#step = null;
    return how;
  }
}
/** About the time between two ticks. */
const TICK = SFU_LIMITS.tick;
const REACHED = 0.97;
