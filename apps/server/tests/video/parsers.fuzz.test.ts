import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startsAv1Keyframe } from '../../src/adapters/video/sfu/rtp/av1.ts';
import { readRoundTrip } from '../../src/adapters/video/sfu/rtp/extended-reports.ts';
import { findSequenceParameters, startsH264Keyframe } from '../../src/adapters/video/sfu/rtp/h264.ts';
import { h264Size } from '../../src/adapters/video/sfu/rtp/h264-size.ts';
import { keyframeSize, startsKeyframe } from '../../src/adapters/video/sfu/rtp/keyframe.ts';
import { isRtcp, parseRtp, readExtension } from '../../src/adapters/video/sfu/rtp/packet.ts';
import { readRemb } from '../../src/adapters/video/sfu/rtp/remb.ts';
import { reportBlocks } from '../../src/adapters/video/sfu/rtp/report-blocks.ts';
import { feedbackTarget, readNack, readSenderReport, rtcpPackets } from '../../src/adapters/video/sfu/rtp/rtcp.ts';
import { TransportFeedbackReader } from '../../src/adapters/video/sfu/rtp/twcc-read.ts';
import { readVp8Descriptor, readVp8Size } from '../../src/adapters/video/sfu/rtp/vp8.ts';
import { startsVp9Keyframe } from '../../src/adapters/video/sfu/rtp/vp9.ts';
import { parseOffer } from '../../src/adapters/video/sfu/sdp/offer.ts';
import { DomainError } from '../../src/domain/errors.ts';

const RUNS = { numRuns: 4_000, seed: 1 };
const MTU = 1_500;
const bytes = fc.uint8Array({ maxLength: MTU }).map((array) => Buffer.from(array));
/** The first bytes decide how far a parser goes: these go further than chance would. */
const startingLike = (...starts: number[][]) =>
  fc.tuple(fc.constantFrom(...starts), bytes).map(([start, rest]) => Buffer.concat([Buffer.from(start), rest]));
const rtp = startingLike([0x80, 96], [0x90, 96, 0, 1], [0xb0, 0xe0], [0x8f, 111]);
const rtcp = startingLike(
  [0x80, 200],
  [0x81, 201, 0, 7],
  [0x8f, 205, 0, 10],
  [0x81, 206, 0, 2],
  [0x8f, 206, 0, 5],
  [0x80, 207, 0, 4],
  [0x80, 202],
);

/** Lines of a real offer, to be cut and mixed. */
const OFFER = [
  'm=video 9 UDP/TLS/RTP/SAVPF 96 97',
  'a=ice-ufrag:abcd',
  'a=ice-pwd:0123456789abcdef01234567',
  `a=fingerprint:sha-256 ${Array(32).fill('AB').join(':')}`,
  'a=setup:actpass',
  'a=mid:0',
  'a=sendonly',
  'a=rtpmap:96 VP8/90000',
  'a=rtpmap:97 rtx/90000',
  'a=fmtp:97 apt=96',
  'a=rid:f send',
  'a=simulcast:send q;h;f',
  'a=extmap:3 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id',
];

describe('Whatever a peer sends,', () => {
  it('RTP is read or is none, and nothing is read beyond its end', () => {
    fc.assert(
      fc.property(fc.oneof(bytes, rtp), fc.integer({ min: 0, max: 15 }), (data, id) => {
        isRtcp(data);
        const packet = parseRtp(data);
        if (!packet) return;
        expect(packet.payloadStart).toBeLessThanOrEqual(packet.payloadEnd);
        expect(packet.payloadEnd).toBeLessThanOrEqual(data.length);
        expect(readExtension(data, packet, id)?.length ?? 0).toBeLessThanOrEqual(data.length);
      }),
      RUNS,
    );
  });

  it('RTCP gives a bounded number of messages, each of which can be read as any', () => {
    const feedback = new TransportFeedbackReader();
    fc.assert(
      fc.property(fc.oneof(bytes, rtcp), (compound) => {
        let messages = 0;
        for (const packet of rtcpPackets(compound)) {
          messages++;
          const { data } = packet;
          expect(readNack(data).length).toBeLessThanOrEqual(MTU * 17);
          feedbackTarget(data);
          readSenderReport(data);
          readRemb(data);
          readRoundTrip(data, 1, 0);
          let told = 0;
          feedback.read(data, () => told++);
          expect(told).toBeLessThanOrEqual(2_048);
          expect([...reportBlocks(packet)].length).toBeLessThanOrEqual(31);
        }
        expect(messages).toBeLessThanOrEqual(compound.length / 4 + 1);
      }),
      RUNS,
    );
  });

  it('a payload is a keyframe or not, and its size is known or not', () => {
    fc.assert(
      fc.property(
        fc.oneof(bytes, startingLike([0x90, 0x80], [0x7c, 0x87], [0x78, 0, 4, 0x67], [0x67, 0x42], [0x10, 0, 0, 0, 0x9d, 1, 0x2a])),
        (payload) => {
          startsAv1Keyframe(payload);
          startsVp9Keyframe(payload);
          startsH264Keyframe(payload);
          const parameters = findSequenceParameters(payload);
          if (parameters) h264Size(parameters);
          h264Size(payload);
          const vp8 = readVp8Descriptor(payload);
          if (vp8) readVp8Size(payload, vp8);
          for (const codec of ['VP8', 'VP9', 'H264', 'AV1'] as const) {
            startsKeyframe(codec, payload, vp8);
            const size = keyframeSize(codec, payload, vp8);
            if (size) expect(Math.min(size.width, size.height)).toBeGreaterThanOrEqual(0);
            if (size) expect(Math.max(size.width, size.height)).toBeLessThanOrEqual(16_384);
          }
        },
      ),
      RUNS,
    );
  });

  it('an offer is read, or refused as invalid', () => {
    const line = fc.oneof(
      fc.string({ maxLength: 200 }),
      fc
        .tuple(
          fc.constantFrom(
            'a=rtpmap:',
            'a=fmtp:',
            'a=extmap:',
            'a=rid:',
            'a=simulcast:',
            'a=ice-ufrag:',
            'a=fingerprint:',
            'a=setup:',
            'm=',
            'a=mid:',
            'a=candidate:',
          ),
          fc.string({ maxLength: 200 }),
        )
        .map(([name, value]) => `${name}${value}`),
      fc.constantFrom(...OFFER),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 80 }), fc.boolean(), (lines, begins) => {
        try {
          parseOffer([...(begins ? ['v=0'] : []), ...lines].join('\r\n'));
        } catch (error) {
          expect(error).toBeInstanceOf(DomainError);
          expect(error).toMatchObject({ code: 'invalid' });
        }
      }),
      { ...RUNS, numRuns: 2_000 },
    );
  });
});
