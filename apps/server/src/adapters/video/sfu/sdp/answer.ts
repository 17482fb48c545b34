import { isIPv6 } from 'node:net';
import type { ChosenCodec } from './codecs.ts';
import { EXTENSION, type MediaSection, type Offer } from './offer.ts';

/** Our end of the transport, as every section of an answer describes it. */
export interface LocalTransport {
  ufrag: string;
  password: string;
  fingerprint: string;
  setup: string;
  address: string;
  port: number;
}
export interface SentTrack {
  ssrc: number;
  rtxSsrc: number | null;
  /** Canonical name and stream id: tracks that share them are played in sync. */
  cname: string;
  streamLabel: string;
  /** The id of the transport-wide number's extension; null where it is not written, and the receiver's own estimate is asked for. */
  transportWideId: number | null;
}
/** What is answered to one section of the offer; null refuses it. */
export type SectionAnswer = {
  codec: ChosenCodec;
  sends: SentTrack | null /** The encodings of simulcast that we take. */;
  rids?: string[];
} | null;

/** Has senders begin near what 720p needs, where the default start is 300 kbit/s and takes ten seconds to climb. */
const START_KILOBITS = 1_200;
const OPUS_RECEIVED = 'minptime=10;useinbandfec=1;stereo=1';

/** Writes the answer, one section for each of the offer's (RFC 9429 section 5.3). */
export function writeAnswer(offer: Offer, answers: readonly SectionAnswer[], transport: LocalTransport, sessionId: number): string {
  const taken = offer.sections.filter((_, index) => answers[index]).map((section) => section.mid);
  const lines = [
    'v=0',
    `o=- ${sessionId} 1 IN IP4 127.0.0.1`,
    's=-',
    't=0 0',
    `a=group:BUNDLE ${taken.join(' ')}`,
    'a=extmap-allow-mixed',
    'a=msid-semantic: WMS *',
  ];
  offer.sections.forEach((section, index) => {
    const answer = answers[index];
    if (answer) lines.push(...takenSection(section, answer, transport));
    else
      lines.push(
        `m=${section.kind} 0 ${section.protocol} ${section.firstFormat}`,
        'c=IN IP4 0.0.0.0',
        `a=mid:${section.mid}`,
        'a=inactive',
      );
  });
  return `${lines.join('\r\n')}\r\n`;
}

function takenSection(section: MediaSection, { codec, sends, rids = [] }: NonNullable<SectionAnswer>, transport: LocalTransport): string[] {
  const family = isIPv6(transport.address) ? 'IP6' : 'IP4';
  const rtx = codec.kind === 'video' ? codec.rtxPayloadType : null;
  return [
    `m=${section.kind} 9 ${section.protocol} ${[codec.payloadType, ...(rtx === null ? [] : [rtx])].join(' ')}`,
    `c=IN ${family} ${transport.address}`,
    'a=rtcp:9 IN IP4 0.0.0.0',
    `a=ice-ufrag:${transport.ufrag}`,
    `a=ice-pwd:${transport.password}`,
    `a=fingerprint:${transport.fingerprint}`,
    `a=setup:${transport.setup}`,
    `a=candidate:1 1 udp 2130706431 ${transport.address} ${transport.port} typ host`,
    'a=end-of-candidates',
    `a=mid:${section.mid}`,
    `a=${sends ? 'sendonly' : 'recvonly'}`,
    'a=rtcp-mux',
    'a=rtcp-rsize',
    `a=rtpmap:${codec.payloadType} ${codec.codec}/${codec.clockRate}${codec.channels ? `/${codec.channels}` : ''}`,
    ...formatParameters(codec, sends !== null),
    ...(codec.kind === 'video' ? [`a=rtcp-fb:${codec.payloadType} nack`, `a=rtcp-fb:${codec.payloadType} nack pli`] : []),
    ...(rtx === null ? [] : [`a=rtpmap:${rtx} rtx/${codec.clockRate}`, `a=fmtp:${rtx} apt=${codec.payloadType}`]),
    ...(sends ? sentLines(section, codec, sends) : receivedLines(section, codec, rids)),
  ];
}

function formatParameters(codec: ChosenCodec, sends: boolean): string[] {
  const offered = codec.parameters === '' ? [] : [codec.parameters];
  const parameters = sends ? offered : codec.kind === 'audio' ? [OPUS_RECEIVED] : [...offered, `x-google-start-bitrate=${START_KILOBITS}`];
  return parameters.length === 0 ? [] : [`a=fmtp:${codec.payloadType} ${parameters.join(';')}`];
}

/** Orientation is not accepted: a sender then turns the picture itself. */
function receivedLines(section: MediaSection, codec: ChosenCodec, rids: readonly string[]): string[] {
  const named = rids.length === 0 ? [] : [EXTENSION.rid, EXTENSION.repairedRid];
  const transportWide = section.extensions.get(EXTENSION.transportWide);
  const mid = section.extensions.get(EXTENSION.mid);
  return [
    ...(mid === undefined ? [] : [`a=extmap:${mid} ${EXTENSION.mid}`]),
    ...named.flatMap((uri) => {
      const id = section.extensions.get(uri);
      return id === undefined ? [] : [`a=extmap:${id} ${uri}`];
    }),
    ...(transportWide === undefined
      ? []
      : [`a=extmap:${transportWide} ${EXTENSION.transportWide}`, `a=rtcp-fb:${codec.payloadType} transport-cc`]),
    ...rids.map((rid) => `a=rid:${rid} recv`),
    ...(rids.length === 0 ? [] : [`a=simulcast:recv ${rids.join(';')}`]),
  ];
}

function sentLines(section: MediaSection, codec: ChosenCodec, { ssrc, rtxSsrc, cname, streamLabel, transportWideId }: SentTrack): string[] {
  const label = `${streamLabel} ${section.kind}`;
  const sources = rtxSsrc === null ? [ssrc] : [ssrc, rtxSsrc];
  return [
    ...(transportWideId === null
      ? section.kind === 'video' && section.offersRemb
        ? [`a=rtcp-fb:${codec.payloadType} goog-remb`]
        : []
      : [`a=extmap:${transportWideId} ${EXTENSION.transportWide}`, `a=rtcp-fb:${codec.payloadType} transport-cc`]),
    `a=msid:${label}`,
    ...(rtxSsrc === null ? [] : [`a=ssrc-group:FID ${ssrc} ${rtxSsrc}`]),
    ...sources.flatMap((source) => [`a=ssrc:${source} cname:${cname}`, `a=ssrc:${source} msid:${label}`]),
  ];
}
