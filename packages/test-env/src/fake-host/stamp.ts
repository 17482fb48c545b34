/** All processes of a machine read one monotonic clock: a picture says when it was sent, and whoever gets its end knows how long it took. */
const STAMP_BYTES = 8;

/** A copy of the picture whose last bytes say the time. */
export function stampSent(picture: Buffer): Buffer {
  const stamped = Buffer.from(picture);
  stamped.writeBigUInt64BE(process.hrtime.bigint(), stamped.length - STAMP_BYTES);
  return stamped;
}

/** For how long the picture that ends with this payload has been under way, in ms. */
export const delaySince = (payload: Buffer): number =>
  Number(process.hrtime.bigint() - payload.readBigUInt64BE(payload.length - STAMP_BYTES)) / 1e6;
