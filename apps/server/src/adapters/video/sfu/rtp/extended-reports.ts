/**
 * The two blocks of RTCP extended reports (RFC 3611 sections 4.4 and 4.5) by which a receiver learns its round trip: it says its own time, and
 * the sender says it back with how long it kept it.
 */
export const EXTENDED_REPORT = 207;
const BLOCK = { referenceTime: 4, delaySinceLast: 5 };
const SECONDS_1900_TO_1970 = 2_208_988_800;
/** A round trip beyond this is a broken clock, in ms. */
const LONGEST_ROUND_TRIP = 60_000;

/** The middle 32 bits of an NTP timestamp: 1/65536 s. */
const compactTime = (wallClock: number): number => Math.floor((wallClock / 1_000 + SECONDS_1900_TO_1970) * 65_536) % 2 ** 32;

/** Says our time, `wallClock` in ms since the epoch. */
export function writeReferenceTime(sender: number, wallClock: number): Buffer {
  const packet = Buffer.alloc(20);
  packet.writeUInt8(0x80, 0);
  packet.writeUInt8(EXTENDED_REPORT, 1);
  packet.writeUInt16BE(4, 2);
  packet.writeUInt32BE(sender, 4);
  packet.writeUInt8(BLOCK.referenceTime, 8);
  packet.writeUInt16BE(2, 10);
  const seconds = wallClock / 1_000 + SECONDS_1900_TO_1970;
  packet.writeUInt32BE(Math.floor(seconds) % 2 ** 32, 12);
  packet.writeUInt32BE(Math.floor((seconds % 1) * 2 ** 32), 16);
  return packet;
}

/** The round trip, in ms, by what the sender says back to us; null when it says nothing of us. */
export function readRoundTrip(data: Buffer, us: number, wallClock: number): number | null {
  for (let at = 8; at + 4 <= data.length; ) {
    const length = 4 + data.readUInt16BE(at + 2) * 4;
    const end = Math.min(at + length, data.length);
    if (data.readUInt8(at) === BLOCK.delaySinceLast)
      for (let block = at + 4; block + 12 <= end; block += 12) {
        const lastTime = data.readUInt32BE(block + 4);
        if (data.readUInt32BE(block) !== us || lastTime === 0) continue;
        const passed = (compactTime(wallClock) - lastTime - data.readUInt32BE(block + 8)) >>> 0;
        const roundTrip = (passed * 1_000) / 65_536;
        return roundTrip <= LONGEST_ROUND_TRIP ? roundTrip : null;
      }
    at += length;
  }
  return null;
}
