import { describe, expect, it } from 'vitest';
import { parseRtp } from '../rtp/packet.ts';
import { EXTENSION, type MediaSection } from '../sdp/offer.ts';
import { IncomingTrack } from './incoming-track.ts';

const RID = 10;
const REPAIRED_RID = 11;
const VP8 = {
  payloadType: 96,
  rtxPayloadType: 97,
  name: 'VP8',
  codec: 'VP8',
  kind: 'video',
  clockRate: 90_000,
  channels: null,
  parameters: '',
} as const;
const section = (simulcast: string[]): MediaSection => ({
  kind: 'video',
  protocol: 'UDP/TLS/RTP/SAVPF',
  mid: '1',
  direction: 'sendonly',
  codecs: [VP8],
  firstFormat: '96',
  extensions: new Map([
    [EXTENSION.rid, RID],
    [EXTENSION.repairedRid, REPAIRED_RID],
  ]),
  simulcast,
  offersRemb: false,
});
/** A packet of this SSRC, with a header extension (RFC 8285, one-byte form) where one is given. */
function packet(ssrc: number, extension?: { id: number; value: string }) {
  const header = Buffer.alloc(12);
  header.writeUInt8(extension ? 0x90 : 0x80, 0);
  header.writeUInt8(96, 1);
  header.writeUInt32BE(ssrc, 8);
  const words = extension
    ? [Buffer.from([0xbe, 0xde, 0, 1, (extension.id << 4) | (extension.value.length - 1), ...Buffer.from(extension.value.padEnd(3, '\0'))])]
    : [];
  const data = Buffer.concat([header, ...words, Buffer.from([1, 2, 3])]);
  const parsed = parseRtp(data);
  if (!parsed) throw new Error('a packet was expected');
  return [data, parsed] as const;
}

describe('The incoming packets of a track', () => {
  it('belong to the layer that their identifier names, and by their SSRC from then on', () => {
    const track = new IncomingTrack(section(['q', 'h', 'f']), VP8);
    expect(track.rids).toEqual(['q', 'h', 'f']);
    expect(track.layerOf(...packet(7), 0)).toBeNull();
    expect(track.layerOf(...packet(7, { id: RID, value: 'h' }), 0)).toMatchObject({ rid: 'h', rank: 1 });
    expect(track.layerOf(...packet(7), 0)?.rid).toBe('h');
    expect(track.layerOf(...packet(8, { id: RID, value: 'nobody' }), 0)).toBeNull();
  });

  it('belong nowhere when they say they are of a layer that another stream is speaking for', () => {
    const track = new IncomingTrack(section(['q', 'f']), VP8);
    track.layerOf(...packet(1, { id: RID, value: 'q' }), 0)?.stream?.accept(1, 0, 0, false);
    expect(track.layerOf(...packet(2, { id: RID, value: 'q' }), 500)).toBeNull();
    expect(track.layerOf(...packet(1), 500)?.rid).toBe('q');
    // The first has gone silent: the sender has begun anew.
    expect(track.layerOf(...packet(2, { id: RID, value: 'q' }), 5_000)?.stream?.ssrc).toBe(2);
  });

  it('repair the layer that was named once', () => {
    const track = new IncomingTrack(section(['q', 'f']), VP8);
    expect(track.repairedLayerOf(...packet(21))).toBeNull();
    expect(track.repairedLayerOf(...packet(21, { id: REPAIRED_RID, value: 'f' }))?.rid).toBe('f');
    expect(track.repairedLayerOf(...packet(21))?.rid).toBe('f');
  });

  it('belong to the one layer of a sender without simulcast, whatever they say', () => {
    for (const rids of [[], ['only']]) {
      const track = new IncomingTrack(section(rids), VP8);
      expect(track.rids).toEqual([]);
      expect(track.layerOf(...packet(3), 0)).toMatchObject({ rid: null, rank: 0 });
      expect(track.repairedLayerOf(...packet(4))).toBe(track.layers[0]);
    }
  });
});
