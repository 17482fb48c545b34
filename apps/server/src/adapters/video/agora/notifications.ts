import { createHmac, timingSafeEqual } from 'node:crypto';
import { Id } from '@vitrine/protocol';
import { z } from 'zod';
import { DomainError } from '../../../domain/errors.ts';
import type { Clock } from '../../../ports/clock.ts';
import { MAX_NOTICES, NOTICE_TOLERANCE } from './limits.ts';

/** "Channel event types" of the real-time communication service, those that say that somebody begins or ceases to publish. */
const BROADCASTER_JOINED = 103;
const BROADCASTER_LEFT = 104;
const BECAME_BROADCASTER = 111;
const BECAME_AUDIENCE = 112;
const RTC_PRODUCT = 1;
/** The reason of a leave: the same uid has joined from another device, which now publishes in its place. */
const TAKEN_OVER = 5;

/** What is told of other products and of other events has other fields, and is of no concern. */
const Message = z.object({
  noticeId: z.string().max(200),
  productId: z.number(),
  eventType: z.number(),
  notifyMs: z.number(),
  payload: z.unknown(),
});
const Payload = z.object({
  /** Ours are named by their shows. */
  channelName: Id,
  uid: z.number(),
  /** Second of the event. */
  ts: z.number(),
  /** Which of one client's events came first. */
  clientSeq: z.number().default(0),
  reason: z.number().optional(),
});

/** Somebody has begun or ceased to publish in a channel. */
export interface PublisherNotice {
  id: string;
  channel: string;
  uid: number;
  isUp: boolean;
  /** When it was: the second, and within one second the client's own count. */
  at: readonly [second: number, sequence: number];
}

/** Reads the messages of Agora's Notifications service. */
export class NotificationReader {
  readonly #secret: string;
  readonly #clock: Clock;
  /** Ids of messages that were taken, the oldest first. */
  readonly #taken = new Set<string>();

  constructor(secret: string, clock: Clock) {
    this.#secret = secret;
    this.#clock = clock;
  }

  /**
   * null for a message that changes nothing: of another kind, told before, or so old that somebody may have kept it. They are taken all the
   * same, since Agora sends again what was not.
   * @throws DomainError `invalid` when it is not Agora's.
   */
  read(body: Buffer, signature: string): PublisherNotice | null {
    this.#assertSigned(body, signature);
    const message = Message.safeParse(parsed(body));
    if (!message.success) throw new DomainError('invalid', 'This is not one of Agora’s notifications.');
    const { noticeId, productId, eventType, notifyMs, payload } = message.data;
    if (Math.abs(this.#clock.now() - notifyMs) > NOTICE_TOLERANCE || this.#taken.has(noticeId)) return null;
    const isUp = eventType === BROADCASTER_JOINED || eventType === BECAME_BROADCASTER;
    const isDown = eventType === BROADCASTER_LEFT || eventType === BECAME_AUDIENCE;
    const event = Payload.safeParse(payload);
    if (productId !== RTC_PRODUCT || !(isUp || isDown) || !event.success) return null;
    const { channelName: channel, uid, ts, clientSeq, reason } = event.data;
    if (isDown && reason === TAKEN_OVER) return null;
    return { id: noticeId, channel, uid, isUp, at: [ts, clientSeq] };
  }

  /** All that follows from it has been done: it is read no more, however often it is sent. */
  keep({ id }: PublisherNotice): void {
    this.#taken.add(id);
    const [oldest] = this.#taken;
    if (this.#taken.size > MAX_NOTICES && oldest !== undefined) this.#taken.delete(oldest);
  }

  /** `Agora-Signature-V2`: HMAC-SHA256 over the body's very bytes, in hexadecimal digits. */
  #assertSigned(body: Buffer, signature: string): void {
    const expected = createHmac('sha256', this.#secret).update(body).digest();
    const given = Buffer.from(signature, 'hex');
    if (given.length !== expected.length || !timingSafeEqual(given, expected))
      throw new DomainError('invalid', 'This is not signed by Agora.');
  }
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}
