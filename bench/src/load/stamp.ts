/** All processes of a machine read one monotonic clock: a message says when it was sent, and whoever hears it knows how long it took. */
const BEFORE = '"message":"@';
const MARKER = Buffer.from(BEFORE);
const DIGITS = 20;

/** A chat message of ordinary length that begins with the time of sending. */
export const stampedMessage = (): string =>
  `@${String(process.hrtime.bigint()).padStart(DIGITS, '0')} is the small vase still there in sand, and does it come with the dried grass?`;

/** When the message in this payload was sent; null when it says nothing. */
export function sentAt(payload: Buffer): bigint | null {
  const found = payload.indexOf(MARKER);
  if (found < 0) return null;
  const start = found + MARKER.length;
  return BigInt(payload.toString('latin1', start, start + DIGITS));
}
