import { h264Size } from '../rtp/h264-size.ts';
import type { Depacketiser, ParameterSets, WholePicture } from './depacketise.ts';

/** Unit types of RFC 6184 section 5.2 and H.264 table 7-1. */
const NAL = { idr: 5, sequenceParameters: 7, pictureParameters: 8, delimiter: 9, aggregate: 24, fragment: 28 };
/** Of a parameter set, in bytes: from what its reader needs up to far more than any encoder writes. The container counts them in 16 bits. */
const PARAMETER_BYTES = { least: 4, most: 4_096 };
const typeOf = (unit: Buffer): number => unit.readUInt8(0) & 0x1f;

/** H264, packetization-mode 1 (RFC 6184): units alone, several in one packet (STAP-A), one in several packets (FU-A). */
export class H264Depacketiser implements Depacketiser {
  #sequence: Buffer | null = null;
  #picture: Buffer | null = null;

  picture(payloads: readonly Buffer[]): WholePicture | null {
    const units = unitsOf(payloads);
    // Copies: they outlive their packets.
    for (const unit of units) {
      if (unit.length > PARAMETER_BYTES.most) continue;
      if (typeOf(unit) === NAL.sequenceParameters && unit.length >= PARAMETER_BYTES.least) this.#sequence = Buffer.from(unit);
      else if (typeOf(unit) === NAL.pictureParameters) this.#picture = Buffer.from(unit);
    }
    const kept = units.filter((unit) => !LEFT_OUT.has(typeOf(unit)));
    const key = kept.some((unit) => typeOf(unit) === NAL.idr);
    if (!kept.some((unit) => typeOf(unit) >= 1 && typeOf(unit) <= NAL.idr)) return null;
    return {
      key,
      data: lengthPrefixed(kept),
      size: key && this.#sequence ? h264Size(this.#sequence) : null,
      parameterSets: this.#sequence && this.#picture ? { sequence: this.#sequence, picture: this.#picture } : null,
    };
  }
}
/** The container says them once for all pictures. */
const LEFT_OUT = new Set([NAL.sequenceParameters, NAL.pictureParameters, NAL.delimiter]);

function unitsOf(payloads: readonly Buffer[]): Buffer[] {
  const units: Buffer[] = [];
  let fragments: Buffer[] = [];
  for (const payload of payloads) {
    if (payload.length < 2) continue;
    const type = typeOf(payload);
    if (type === NAL.aggregate) units.push(...aggregated(payload));
    else if (type === NAL.fragment) {
      const header = payload.readUInt8(1);
      if (header & 0x80) fragments = [Buffer.from([(payload.readUInt8(0) & 0xe0) | (header & 0x1f)])];
      if (fragments.length === 0) continue;
      fragments.push(payload.subarray(2));
      if (header & 0x40) {
        units.push(Buffer.concat(fragments));
        fragments = [];
      }
    } else if (type < NAL.aggregate) units.push(payload);
  }
  return units;
}
function aggregated(payload: Buffer): Buffer[] {
  const units: Buffer[] = [];
  for (let at = 1; at + 3 <= payload.length; ) {
    const end = at + 2 + payload.readUInt16BE(at);
    if (end > payload.length || end === at + 2) break;
    units.push(payload.subarray(at + 2, end));
    at = end;
  }
  return units;
}

/** As MP4 holds them (ISO/IEC 14496-15 section 5.3.3): four bytes of length before each. */
function lengthPrefixed(units: readonly Buffer[]): Buffer {
  return Buffer.concat(
    units.flatMap((unit) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(unit.length);
      return [length, unit];
    }),
  );
}

/** AVCDecoderConfigurationRecord (ISO/IEC 14496-15 section 5.3.3.1). */
export function avcConfiguration({ sequence, picture }: ParameterSets): Buffer {
  const count = Buffer.alloc(2);
  count.writeUInt16BE(sequence.length);
  const pictureCount = Buffer.alloc(2);
  pictureCount.writeUInt16BE(picture.length);
  const head = Buffer.from([1, sequence.readUInt8(1), sequence.readUInt8(2), sequence.readUInt8(3), 0xff, 0xe1]);
  return Buffer.concat([head, count, sequence, Buffer.from([1]), pictureCount, picture]);
}
/** RFC 6381 section 3.3. */
export const avcCodecName = ({ sequence }: ParameterSets): string => `avc1.${sequence.subarray(1, 4).toString('hex')}`;
export const sameParameterSets = (one: ParameterSets | null, other: ParameterSets | null): boolean =>
  one === other || (one !== null && other !== null && one.sequence.equals(other.sequence) && one.picture.equals(other.picture));

/** As a decoder reads a stream of them: parameter sets first, start codes between (H.264 annex B). */
export function annexB({ sequence, picture }: ParameterSets, data: Buffer): Buffer {
  const code = Buffer.from([0, 0, 0, 1]);
  const parts = [code, sequence, code, picture];
  for (let at = 0; at + 4 <= data.length; ) {
    const end = at + 4 + data.readUInt32BE(at);
    parts.push(code, data.subarray(at + 4, end));
    at = end;
  }
  return Buffer.concat(parts);
}
