/** Milliseconds of the frames of each configuration (RFC 6716 section 3.1, table 2). */
const SILK = [10, 20, 40, 60];
const HYBRID = [10, 20];
const CELT = [2.5, 5, 10, 20];
function frameDuration(configuration: number): number {
  if (configuration < 12) return SILK[configuration % 4] ?? 20;
  if (configuration < 16) return HYBRID[configuration % 2] ?? 20;
  return CELT[configuration % 4] ?? 20;
}

/** How long an Opus packet sounds, in ms (RFC 6716 section 3.1); 0 for what is none. */
export function opusDuration(packet: Buffer): number {
  if (packet.length === 0) return 0;
  const head = packet.readUInt8(0);
  const duration = frameDuration(head >> 3);
  const code = head & 3;
  if (code === 0) return duration;
  if (code < 3) return 2 * duration;
  return packet.length < 2 ? 0 : (packet.readUInt8(1) & 0x3f) * duration;
}

/** A packet of silence: one frame of 20 ms in which nothing is coded. */
export const OPUS_SILENCE = Buffer.from([0xf8, 0xff, 0xfe]);
export const OPUS_SILENCE_DURATION = 20;

/** The identification header (RFC 7845 section 5.1) of what a browser sends: two channels at 48 kHz. */
export const OPUS_HEAD = Buffer.from('4f7075734865616401020000' + '80bb0000' + '000000', 'hex');
