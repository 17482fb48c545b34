import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startsH264Keyframe } from './h264.ts';
import { isRtcp, parseRtp, readExtension, writeRtpHeader } from './packet.ts';
import {
  feedbackTarget,
  readNack,
  readSenderReport,
  rtcpPackets,
  writeNack,
  writePli,
  writeReceiverReport,
  writeSenderReport,
} from './rtcp.ts';
import { nextSequence, sequenceDistance } from './sequence.ts';
import { TransportFeedback } from './twcc.ts';
import { readVp8Descriptor, writeVp8Numbers } from './vp8.ts';

const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array));
/** Random bytes that pass the first checks, so that the deeper ones are reached. */
const rtpLike = bytes.map((data) => {
  if (data.length > 0) data[0] = 0x80 | ((data[0] ?? 0) & 0x3f);
  return data;
});
const sequence = fc.integer({ min: 0, max: 0xffff });
const ssrc = fc.integer({ min: 0, max: 0xffffffff });

describe('parsers', () => {
  it('stand any bytes as RTP, and never point outside of them', () => {
    fc.assert(
      fc.property(rtpLike, fc.integer({ min: 1, max: 255 }), (data, id) => {
        const packet = parseRtp(data);
        if (!packet) return;
        expect(packet.payloadStart).toBeLessThanOrEqual(packet.payloadEnd);
        expect(packet.payloadEnd).toBeLessThanOrEqual(data.length);
        readExtension(data, packet, id);
      }),
    );
  });

  it('stand any bytes as RTCP', () => {
    fc.assert(
      fc.property(rtpLike, (data) => {
        isRtcp(data);
        for (const packet of rtcpPackets(data)) {
          readNack(packet.data);
          feedbackTarget(packet.data);
          readSenderReport(packet.data);
        }
      }),
    );
  });

  it('stand any bytes as a VP8 or H264 payload', () => {
    fc.assert(
      fc.property(bytes, (payload) => {
        startsH264Keyframe(payload);
        const descriptor = readVp8Descriptor(payload);
        if (descriptor) writeVp8Numbers(payload, descriptor, 0x7fff, 0xff);
      }),
    );
  });
});

describe('RTP', () => {
  it('reads the header that it wrote', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 127 }), fc.boolean(), sequence, ssrc, ssrc, (payloadType, marker, seq, timestamp, source) => {
        const data = Buffer.alloc(14);
        writeRtpHeader(data, { payloadType, marker, sequence: seq, timestamp, ssrc: source });
        expect(parseRtp(data)).toMatchObject({
          payloadType,
          marker,
          sequence: seq,
          timestamp,
          ssrc: source,
          payloadStart: 12,
          payloadEnd: 14,
        });
      }),
    );
  });

  it('finds one-byte and two-byte header extensions and leaves padding out of the payload', () => {
    const oneByte = Buffer.from('b0600001000000020000000300000000bede00013100aa000102030003', 'hex');
    oneByte[0] = 0xb0;
    const packet = parseRtp(Buffer.concat([oneByte.subarray(0, 12), Buffer.from('bede00013142430001020300000003', 'hex')]));
    expect(packet).toMatchObject({ payloadStart: 20, payloadEnd: 24 });
    const data = Buffer.concat([Buffer.from([0x90]), oneByte.subarray(1, 12), Buffer.from('10000001050241420909', 'hex')]);
    const twoByte = parseRtp(data);
    expect(twoByte && readExtension(data, twoByte, 5)?.toString()).toBe('AB');
    expect(twoByte && readExtension(data, twoByte, 6)).toBeNull();
  });

  it('measures distances over the wrap', () => {
    expect(sequenceDistance(0xffff, 2)).toBe(3);
    expect(sequenceDistance(2, 0xffff)).toBe(-3);
    expect(nextSequence(0xffff)).toBe(0);
  });
});

describe('RTCP', () => {
  it('asks for the packets that a NACK was written for, over the wrap too', () => {
    fc.assert(
      fc.property(sequence, fc.uniqueArray(fc.integer({ min: 0, max: 150 }), { minLength: 1, maxLength: 60 }), (first, offsets) => {
        const asked = offsets.sort((one, other) => one - other).map((offset) => (first + offset) & 0xffff);
        const [packet] = rtcpPackets(writeNack(1, 2, asked));
        expect(packet && readNack(packet.data)).toEqual(asked);
        expect(packet && feedbackTarget(packet.data)).toBe(2);
      }),
    );
  });

  it('reads its own sender report, whose compound is whole', () => {
    const report = { ntpSeconds: 0xfedcba98, ntpFraction: 5, timestamp: 0xffffffff };
    const packets = [...rtcpPackets(writeSenderReport(7, report, 3, 4, 'name'))];
    expect(packets.map(({ type }) => type)).toEqual([200, 202]);
    expect(packets[0] && readSenderReport(packets[0].data)).toEqual({ ssrc: 7, ...report });
  });

  it('writes reports and keyframe requests of the length that they claim', () => {
    const block = {
      ssrc: 1,
      fractionLost: 255,
      totalLost: -1,
      highestSequence: 2 ** 32 + 1,
      jitter: 1,
      lastSenderReport: 2,
      delaySinceSenderReport: 3,
    };
    for (const packet of [writePli(1, 2), writeReceiverReport(1, [block, block])])
      expect([...rtcpPackets(packet)].map(({ data }) => data.length)).toEqual([packet.length]);
  });

  it('ends at a packet that claims to be longer than what is there', () => {
    expect([...rtcpPackets(Buffer.concat([writePli(1, 2), Buffer.from('81ceffff', 'hex')]))]).toHaveLength(1);
  });
});

/** Reads two-bit status chunks back, as a sender does. */
function readFeedback(message: Buffer): { sequence: number; time: number }[] {
  const count = message.readUInt16BE(14);
  let at = 20 + 2 * Math.ceil(count / 7);
  let time = message.readUIntBE(16, 3) * 64;
  const arrivals = [];
  for (let index = 0; index < count; index++) {
    const symbol = (message.readUInt16BE(20 + 2 * Math.floor(index / 7)) >> (12 - 2 * (index % 7))) & 3;
    if (symbol === 0) continue;
    time += (symbol === 1 ? message.readUInt8(at) : message.readInt16BE(at)) / 4;
    at += symbol;
    arrivals.push({ sequence: (message.readUInt16BE(12) + index) & 0xffff, time });
  }
  return arrivals;
}

describe('transport-wide feedback', () => {
  it('reports every arrival once, to a quarter of a millisecond, over losses, pauses and the wrap', () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 20_000 })), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(sequence, steps, (first, gaps) => {
        const feedback = new TransportFeedback(1);
        const sent = gaps.map(([skip, wait], index) => ({
          sequence: (first + gaps.slice(0, index).reduce((sum, [one]) => sum + one, 0) + skip) & 0xffff,
          time: gaps.slice(0, index).reduce((sum, [, one]) => sum + one, wait),
        }));
        for (const one of sent) feedback.record(one.sequence, one.time);
        const reported = [];
        for (let message = feedback.take(2); message; message = feedback.take(2)) reported.push(...readFeedback(message));
        expect(reported.map((one) => one.sequence)).toEqual(sent.map((one) => one.sequence));
        for (const [index, one] of reported.entries()) expect(Math.abs(one.time - (sent[index]?.time ?? 0))).toBeLessThanOrEqual(0.25);
      }),
    );
  });

  it('stays bounded when numbers jump', () => {
    fc.assert(
      fc.property(fc.array(sequence, { maxLength: 300 }), (sequences) => {
        const feedback = new TransportFeedback(1);
        for (const [index, one] of sequences.entries()) feedback.record(one, index);
        for (let message = feedback.take(2); message; message = feedback.take(2)) expect(message.length).toBeLessThan(1_400);
      }),
    );
  });
});
