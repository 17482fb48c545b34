import { describe, expect, it } from 'vitest';
import { Layer } from '../ingest/layer.ts';
import { ReceiveStream } from '../ingest/receive-stream.ts';
import { SFU_LIMITS } from '../limits.ts';
import { type MediaPacket, toMediaPacket } from '../media/media-packet.ts';
import { parseRtp, writeRtpHeader } from '../rtp/packet.ts';
import type { ChosenCodec } from '../sdp/codecs.ts';
import { SendTrack } from './send-track.ts';

const VP8: ChosenCodec = {
  payloadType: 96,
  rtxPayloadType: 97,
  name: 'VP8',
  codec: 'VP8',
  kind: 'video',
  clockRate: 90_000,
  channels: null,
  parameters: '',
};

function setUp(codec = VP8) {
  const sent: Buffer[] = [];
  const clock = { now: 0 };
  const link = { copies: 1 };
  let keyframesAsked = 0;
  const track = new SendTrack(codec, 'cname', {
    send: (data) => sent.push(Buffer.from(data)),
    requestKeyframe: () => keyframesAsked++,
    now: () => clock.now,
    roundTrip: () => 40,
    repairRate: () => SFU_LIMITS.retransmissionBitsPerSecond,
    repairCopies: () => link.copies,
    onReport: () => {},
  });
  const numbers = () => sent.map((data) => parseRtp(data)?.sequence ?? -1);
  return { track, sent, clock, link, numbers, asked: () => keyframesAsked };
}
function packet(source: ReceiveStream, sequence: number, timestamp: number, keyframe = false): MediaPacket {
  const data = Buffer.concat([Buffer.alloc(12), Buffer.from([0x90, 0x80, 0x80, sequence & 0x7f, keyframe ? 0 : 1, 9, 9])]);
  writeRtpHeader(data, { payloadType: 100, marker: true, sequence, timestamp, ssrc: source.ssrc });
  const parsed = parseRtp(data);
  if (!parsed) throw new Error('not a packet');
  return toMediaPacket(data, parsed, source, new Layer(null, 0), VP8);
}

describe('SendTrack', () => {
  it('starts at a keyframe and asks for one until then', () => {
    const { track, sent, asked } = setUp();
    const source = new ReceiveStream(1, 90_000);
    track.forward(packet(source, 10, 0));
    expect([sent.length, asked()]).toEqual([0, 1]);
    track.forward(packet(source, 11, 3_000, true));
    expect(sent).toHaveLength(1);
  });

  it('goes on in sequence, time and picture number when the source changes', () => {
    const { track, sent, clock } = setUp();
    const first = new ReceiveStream(1, 90_000);
    track.forward(packet(first, 65_535, 4_294_967_000, true));
    track.forward(packet(first, 0, 2_704));
    clock.now = 1_000;
    const second = new ReceiveStream(2, 90_000);
    track.forward(packet(second, 30_000, 77, true));
    const [a, b, c] = sent.map(parseRtp);
    if (!a || !b || !c) throw new Error('three packets were expected');
    expect([(b.sequence - a.sequence) & 0xffff, (c.sequence - b.sequence) & 0xffff]).toEqual([1, 1]);
    expect((c.timestamp - b.timestamp) >>> 0).toBe(90_000);
    expect(new Set([a.ssrc, b.ssrc, c.ssrc])).toEqual(new Set([track.ssrc]));
    expect(sent.map((data) => data.readUInt16BE(14) & 0x7fff)).toEqual([127, 0, 1]);
  });

  it('forwards more packets than there are sequence numbers without a gap', () => {
    const { track, numbers } = setUp();
    const source = new ReceiveStream(1, 90_000);
    for (let index = 0; index < 150_000; index++) track.forward(packet(source, index & 0xffff, (index * 3_000) >>> 0, index === 0));
    const sent = numbers();
    expect(sent).toHaveLength(150_000);
    expect(sent.every((one, index) => index === 0 || one === (((sent[index - 1] ?? 0) + 1) & 0xffff))).toBe(true);
  });

  it('leaves out what is older than the place it switched at', () => {
    const { track, sent } = setUp();
    const source = new ReceiveStream(1, 90_000);
    track.forward(packet(source, 10, 0, true));
    track.forward(packet(source, 9, 0));
    expect(sent).toHaveLength(1);
  });

  it('repairs on the retransmission stream with the original number first, and only what it still has', () => {
    const { track, sent } = setUp();
    const source = new ReceiveStream(1, 90_000);
    track.forward(packet(source, 10, 0, true));
    const original = sent[0] ?? Buffer.alloc(0);
    const sequence = parseRtp(original)?.sequence ?? 0;
    track.resend([sequence, sequence + 1]);
    expect(sent).toHaveLength(2);
    const repair = sent[1] ?? Buffer.alloc(0);
    expect(parseRtp(repair)).toMatchObject({ payloadType: 97, ssrc: track.rtxSsrc });
    expect(repair.readUInt16BE(12)).toBe(sequence);
    expect(repair.subarray(14)).toEqual(original.subarray(12));
  });

  it('repairs twice, each with a number of its own, on a link that loses much', () => {
    const { track, sent, link } = setUp();
    link.copies = 2;
    track.forward(packet(new ReceiveStream(1, 90_000), 10, 0, true));
    const sequence = parseRtp(sent[0] ?? Buffer.alloc(0))?.sequence ?? 0;
    track.resend([sequence]);
    const repairs = sent.slice(1).map((data) => [parseRtp(data)?.sequence, data.readUInt16BE(12)]);
    expect(repairs).toHaveLength(2);
    expect(new Set(repairs.map(([number]) => number)).size).toBe(2);
    expect(repairs.map(([, original]) => original)).toEqual([sequence, sequence]);
  });

  it('bounds what one viewer may have sent again', () => {
    const { track, sent, clock } = setUp();
    const source = new ReceiveStream(1, 90_000);
    track.forward(packet(source, 10, 0, true));
    const sequence = parseRtp(sent[0] ?? Buffer.alloc(0))?.sequence ?? 0;
    track.resend(new Array(100_000).fill(sequence));
    const burst = sent.length;
    expect(burst * 19).toBeLessThanOrEqual(SFU_LIMITS.retransmissionBurstBytes + 40);
    clock.now = 1_000;
    track.resend([sequence]);
    expect(sent.length).toBe(burst + 1);
  });
});

describe('ReceiveStream', () => {
  it('asks for what is missing, again after a while, and stops when it came or was asked for often enough', () => {
    const stream = new ReceiveStream(1, 90_000);
    stream.accept(65_534, 0, 0, false);
    stream.accept(1, 0, 0, false);
    expect(stream.dueNacks(0)).toEqual([65_535, 0]);
    expect(stream.dueNacks(SFU_LIMITS.nackInterval - 1)).toEqual([]);
    expect(stream.accept(65_535, 0, 10, true)).toBe(true);
    expect(stream.accept(65_535, 0, 10, true)).toBe(false);
    let asked = 0;
    for (let now = SFU_LIMITS.nackInterval; now < 5_000; now += SFU_LIMITS.nackInterval) asked += stream.dueNacks(now).length;
    expect(asked).toBe(SFU_LIMITS.nackTries - 1);
  });

  it('takes a jump of the numbers, forward or back, for a new start', () => {
    const stream = new ReceiveStream(1, 90_000);
    stream.accept(40_000, 0, 0, false);
    expect(stream.accept(41_000, 0, 0, false)).toBe(true);
    expect(stream.dueNacks(0)).toEqual([]);
    expect(stream.accept(20_000, 0, 0, false)).toBe(false);
    expect(stream.accept(20_001, 0, 0, false)).toBe(true);
  });

  it('reports loss since the last report and in all', () => {
    const stream = new ReceiveStream(1, 90_000);
    for (const sequence of [1, 2, 4]) stream.accept(sequence, 0, 0, false);
    expect(stream.reportBlock(0)).toMatchObject({ fractionLost: 64, totalLost: 1, highestSequence: 4 });
    stream.accept(5, 0, 0, false);
    expect(stream.reportBlock(0)).toMatchObject({ fractionLost: 0, totalLost: 1 });
  });
});
