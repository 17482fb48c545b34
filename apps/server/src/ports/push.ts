import type { PushSubscriptionRecord } from './storage.ts';

/** A service that brings short messages to browsers or phones. */
export interface PushSender {
  readonly kind: PushSubscriptionRecord['kind'];
  /** What a browser must know to subscribe (the VAPID public key); null where there is no such thing. */
  readonly publicKey: string | null;
  /** What is wrong with an address, before anything is sent there; null when it may be tried. */
  objection(address: string): string | null;
  /** Rejects when another try may help. */
  send(subscription: Pick<PushSubscriptionRecord, 'address' | 'keys'>, message: PushText, signal: AbortSignal): Promise<PushOutcome>;
  /** What became of what was only accepted; null where the answer to `send` is the last word. */
  readonly receipt: ((receiptId: string) => Promise<'delivered' | 'gone' | 'unknown'>) | null;
}
export interface PushText {
  title: string;
  body: string;
  /** JSON: what the receiver's code gets. */
  data: string;
  /** Replaces one that has not been shown yet: 1 to 32 characters of base64url. */
  topic: string;
}
export type PushOutcome =
  /** `receiptId`: ask for the receipt later. */
  | { outcome: 'sent'; receiptId?: string }
  /** The browser or the phone has unsubscribed: it is to be forgotten. */
  | { outcome: 'gone' }
  /** Another try would not help. */
  | { outcome: 'refused'; reason: string }
  | { outcome: 'later'; reason: string; retryAfter: number | null };
