import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../../domain/errors.ts';
import { writeAnswer } from './answer.ts';
import { matchingCodec, preferredCodec } from './codecs.ts';
import { EXTENSION, parseOffer } from './offer.ts';
import { transportOffer } from './transport-offer.ts';

const FINGERPRINT = `sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}`;
const OFFER = [
  'v=0',
  'o=- 1 1 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0 1',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'a=ice-ufrag:abcd',
  'a=ice-pwd:abcdefghijklmnopqrstuvwx',
  `a=fingerprint:${FINGERPRINT}`,
  'a=setup:actpass',
  'a=mid:0',
  'a=sendonly',
  'a=candidate:1 1 udp 1 10.0.0.1 22 typ host',
  'a=rtpmap:111 opus/48000/2',
  'm=video 9 UDP/TLS/RTP/SAVPF 98 100 96 97',
  'a=mid:1',
  'a=sendonly',
  `a=extmap:3 ${EXTENSION.transportWide}`,
  'a=rtpmap:98 VP9/90000',
  'a=rtpmap:100 H264/90000',
  'a=fmtp:100 packetization-mode=0;profile-level-id=42e01f',
  'a=rtpmap:96 VP8/90000',
  'a=rtpmap:97 rtx/90000',
  'a=fmtp:97 apt=96',
  'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
  'a=mid:2',
  '',
];
const offer = OFFER.join('\r\n');
const LOCAL = { ufrag: 'ours', password: 'p'.repeat(24), fingerprint: FINGERPRINT, setup: 'passive', address: '192.0.2.1', port: 8081 };

describe('an SDP offer', () => {
  it('gives its sections, codecs and transport, and no candidates', () => {
    const parsed = parseOffer(offer);
    expect(parsed.sections.map(({ kind, mid, direction }) => [kind, mid, direction])).toEqual([
      ['audio', '0', 'sendonly'],
      ['video', '1', 'sendonly'],
      ['application', '2', 'sendrecv'],
    ]);
    expect(parsed.transport).toEqual({ ufrag: 'abcd', password: 'abcdefghijklmnopqrstuvwx', fingerprint: FINGERPRINT, setup: 'actpass' });
    expect(JSON.stringify(parsed)).not.toContain('10.0.0.1');
    const video = parsed.sections[1];
    // In the offer's order, whichever of the codecs that we carry comes first.
    expect(video && preferredCodec(video)).toMatchObject({ codec: 'VP9', payloadType: 98, rtxPayloadType: null });
    expect(video?.codecs.find(({ name }) => name === 'VP8')).toMatchObject({ payloadType: 96, rtxPayloadType: 97 });
  });

  it('is parsed or refused with invalid, whatever it holds', () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom(...OFFER),
      fc.constantFrom(...OFFER).map((text) => text.slice(2)),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 60 }), (lines) => {
        try {
          parseOffer(['v=0', ...lines].join('\n'));
        } catch (error) {
          expect(error).toBeInstanceOf(DomainError);
        }
      }),
    );
  });

  it('can bring no line of its own into what the native library reads', () => {
    for (const bad of ['a=ice-ufrag:ab cd', 'a=ice-ufrag:a', `a=ice-ufrag:${'x'.repeat(300)}`])
      expect(() => parseOffer(offer.replace('a=ice-ufrag:abcd', bad))).toThrow(DomainError);
    expect(transportOffer(parseOffer(offer).transport).match(/^m=/gm)).toHaveLength(1);
  });
});

describe('an SDP answer', () => {
  it('answers section by section, refuses what is not carried, and has our candidate alone', () => {
    const parsed = parseOffer(offer);
    const answers = parsed.sections.map((section) => {
      const codec = preferredCodec(section);
      return codec && { codec, sends: null };
    });
    const answer = writeAnswer(parsed, answers, LOCAL, 1);
    expect(answer.match(/^m=.*$/gm)).toEqual([
      'm=audio 9 UDP/TLS/RTP/SAVPF 111',
      'm=video 9 UDP/TLS/RTP/SAVPF 98',
      'm=application 0 UDP/DTLS/SCTP webrtc-datachannel',
    ]);
    expect(answer).toContain('a=group:BUNDLE 0 1\r\n');
    expect(new Set(answer.match(/^a=candidate.*$/gm))).toEqual(new Set(['a=candidate:1 1 udp 2130706431 192.0.2.1 8081 typ host']));
    expect(answer).toContain('a=rtcp-fb:98 transport-cc');
  });

  it('takes the encodings of simulcast that are described, from small to large, each named once', () => {
    const lines = [
      `a=extmap:10 ${EXTENSION.rid}`,
      `a=extmap:11 ${EXTENSION.repairedRid}`,
      'a=rid:q send',
      'a=rid:h send max-width=640',
      'a=rid:f send',
      'a=simulcast:send q;~h,x;f;f;unknown',
    ];
    const parsed = parseOffer(offer.replace('a=rtpmap:98 VP9/90000', [...lines, 'a=rtpmap:98 VP9/90000'].join('\r\n')));
    const video = parsed.sections[1];
    expect(video?.simulcast).toEqual(['q', 'h', 'f']);
    const answers = parsed.sections.map((section) => {
      const codec = preferredCodec(section);
      return codec && { codec, sends: null, rids: section.simulcast };
    });
    const answer = writeAnswer(parsed, answers, LOCAL, 1);
    for (const line of [
      'a=simulcast:recv q;h;f',
      'a=rid:q recv',
      'a=rid:f recv',
      `a=extmap:10 ${EXTENSION.rid}`,
      `a=extmap:11 ${EXTENSION.repairedRid}`,
    ])
      expect(answer).toContain(`${line}\r\n`);
    // Sound has none.
    expect(answer.match(/a=simulcast/g)).toHaveLength(1);
  });

  it('chooses the H264 profile that is nearest to what is published', () => {
    const h264 = (payloadType: number, profile: string) => [
      `a=rtpmap:${payloadType} H264/90000`,
      `a=fmtp:${payloadType} packetization-mode=1;profile-level-id=${profile}`,
    ];
    const lines = ['m=video 9 UDP/TLS/RTP/SAVPF 100 102 104', ...h264(100, '640c1f'), ...h264(102, '42001f'), ...h264(104, '42e01f')];
    const [section] = parseOffer(
      [...OFFER.slice(0, 5), ...OFFER.slice(6, 10), ...lines].join('\n').replace(/^(a=ice-ufrag)/m, '$1'),
    ).sections;
    if (!section) throw new Error('a section was expected');
    const published = preferredCodec(section);
    if (!published) throw new Error('a codec was expected');
    expect(matchingCodec(section, { ...published, parameters: 'profile-level-id=42e034' })?.payloadType).toBe(104);
    expect(matchingCodec(section, { ...published, parameters: 'profile-level-id=64001f' })?.payloadType).toBe(100);
  });
});
