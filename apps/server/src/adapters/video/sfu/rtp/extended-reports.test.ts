import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readRoundTrip, writeReferenceTime } from './extended-reports.ts';

const US = 0x11223344;
const NOW = 1_800_000_000_000;
/** What a sender says back: our time, and how long it kept it (ms). */
function saidBack(report: Buffer, kept: number, about = US): Buffer {
  const answer = Buffer.alloc(24);
  answer.writeUInt8(0x80, 0);
  answer.writeUInt8(207, 1);
  answer.writeUInt16BE(5, 2);
  answer.writeUInt8(5, 8);
  answer.writeUInt16BE(3, 10);
  answer.writeUInt32BE(about, 12);
  answer.writeUInt32BE(report.readUInt32BE(14), 16);
  answer.writeUInt32BE(Math.round((kept * 65_536) / 1_000), 20);
  return answer;
}

it('knows the round trip by its own time, said back', () => {
  const answer = saidBack(writeReferenceTime(US, NOW), 300);
  expect(readRoundTrip(answer, US, NOW + 340)).toBeCloseTo(40, 0);
});
it('takes nothing that is about others, and no time from a broken clock', () => {
  expect(readRoundTrip(saidBack(writeReferenceTime(US, NOW), 0, 9), US, NOW + 10)).toBeNull();
  expect(readRoundTrip(saidBack(writeReferenceTime(US, NOW), 900), US, NOW + 10)).toBeNull();
});
it('reads whatever comes without an error', () => {
  fc.assert(fc.property(fc.uint8Array({ minLength: 4, maxLength: 80 }), (bytes) => void readRoundTrip(Buffer.from(bytes), US, NOW)));
});
