/**
 * Loaded before a server (`NODE_OPTIONS=--import`): everything in that process, its threads and its children takes it for a time in the past, and
 * what happens there is written down as having happened then. Durations, timers and the monotonic clock stay as they are.
 */
const behind = Number(process.env.DEMO_CLOCK_BEHIND ?? 0);
const RealDate = Date;

globalThis.Date = class PastDate extends RealDate {
  constructor(...given) {
    super(...(given.length === 0 ? [RealDate.now() - behind] : given));
  }
  static now() {
    return RealDate.now() - behind;
  }
};
