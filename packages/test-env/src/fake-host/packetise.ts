import type { ClipCodec } from './clip.ts';

/** The largest payload that fits a usual path with all headers around it. */
const PAYLOAD_BYTES = 1_180;

/** Splits an encoded frame into RTP payloads; the last one of them carries the marker. */
export function packetise(codec: ClipCodec, frame: Buffer, pictureId: number): Buffer[] {
  return codec === 'vp8' ? packetiseVp8(frame, pictureId) : packetiseH264(frame);
}

/** RFC 7741: a descriptor with a 15-bit picture id before each piece. */
function packetiseVp8(frame: Buffer, pictureId: number): Buffer[] {
  const payloads: Buffer[] = [];
  for (let at = 0; at < frame.length; at += PAYLOAD_BYTES) {
    const descriptor = Buffer.from([at === 0 ? 0x90 : 0x80, 0x80, 0x80 | ((pictureId >> 8) & 0x7f), pictureId & 0xff]);
    payloads.push(Buffer.concat([descriptor, frame.subarray(at, at + PAYLOAD_BYTES)]));
  }
  return payloads;
}

const NAL_AGGREGATE = 24;
const NAL_FRAGMENT = 28;

/** RFC 6184, packetization-mode 1: small units (parameter sets) together, large ones in fragments. */
function packetiseH264(frame: Buffer): Buffer[] {
  const payloads: Buffer[] = [];
  let small: Buffer[] = [];
  const flush = (): void => {
    const [only] = small;
    if (only && small.length === 1) payloads.push(only);
    else if (only) payloads.push(aggregate(small));
    small = [];
  };
  for (const unit of nalUnits(frame)) {
    const waiting = small.reduce((sum, one) => sum + 2 + one.length, 1);
    if (waiting + 2 + unit.length > PAYLOAD_BYTES) flush();
    if (unit.length > PAYLOAD_BYTES) payloads.push(...fragments(unit));
    else small.push(unit);
  }
  flush();
  return payloads;
}

/** The units of an Annex B byte stream, without start codes. */
export function nalUnits(stream: Buffer): Buffer[] {
  const units: Buffer[] = [];
  const code = Buffer.from([0, 0, 1]);
  for (let at = stream.indexOf(code); at >= 0; ) {
    const next = stream.indexOf(code, at + 3);
    let end = next < 0 ? stream.length : next;
    while (end > at + 3 && stream[end - 1] === 0) end--;
    if (end > at + 3) units.push(stream.subarray(at + 3, end));
    at = next;
  }
  return units;
}

function aggregate(units: readonly Buffer[]): Buffer {
  const reference = Math.max(...units.map((unit) => unit.readUInt8(0) & 0x60));
  const parts: Buffer[] = [Buffer.from([reference | NAL_AGGREGATE])];
  for (const unit of units) {
    const size = Buffer.alloc(2);
    size.writeUInt16BE(unit.length);
    parts.push(size, unit);
  }
  return Buffer.concat(parts);
}

function fragments(unit: Buffer): Buffer[] {
  const header = unit.readUInt8(0);
  const payloads: Buffer[] = [];
  for (let at = 1; at < unit.length; at += PAYLOAD_BYTES - 2) {
    const first = at === 1;
    const last = at + PAYLOAD_BYTES - 2 >= unit.length;
    const indicator = Buffer.from([(header & 0x60) | NAL_FRAGMENT, (first ? 0x80 : 0) | (last ? 0x40 : 0) | (header & 0x1f)]);
    payloads.push(Buffer.concat([indicator, unit.subarray(at, at + PAYLOAD_BYTES - 2)]));
  }
  return payloads;
}
