import { DomainError } from '../../../../domain/errors.ts';
import { SFU_LIMITS } from '../limits.ts';

export type MediaKind = 'audio' | 'video';
export type CodecName = 'opus' | 'VP8' | 'H264' | 'VP9' | 'AV1';

export interface Codec {
  payloadType: number;
  /** As the offer spells it. */
  name: string;
  clockRate: number;
  channels: number | null;
  parameters: string;
  /** The payload type of its retransmissions (RFC 4588), if offered. */
  rtxPayloadType: number | null;
}
export interface MediaSection {
  kind: string;
  protocol: string;
  mid: string;
  direction: 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';
  /** In the offer's order, without those that only repair others. */
  codecs: Codec[];
  firstFormat: string;
  /** Header extension ids by URI. */
  extensions: Map<string, number>;
  /** The encodings that it would send at once (RFC 8853), as it lists them; empty without simulcast. */
  simulcast: string[];
  /** It can tell what it receives at the most (draft-alvestrand-rmcat-remb-03). */
  offersRemb: boolean;
}
export interface Offer {
  transport: { ufrag: string; password: string; fingerprint: string; setup: 'actpass' | 'active' | 'passive' };
  sections: MediaSection[];
}

export const EXTENSION = {
  mid: 'urn:ietf:params:rtp-hdrext:sdes:mid',
  rid: 'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id',
  repairedRid: 'urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id',
  absoluteSendTime: 'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
  transportWide: 'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
} as const;

/** A section is refused (port 0) rather than the offer, so whatever is echoed into our answer must be a plain token. */
const TOKEN = /^[\w!#$%&'*+\-.^`{|}~]{1,64}$/;
const PROTOCOL = /^UDP\/TLS\/RTP\/SAVPF?$/;
/** RFC 8839 section 5.4. */
const UFRAG = /^[A-Za-z0-9+/]{4,256}$/;
const PASSWORD = /^[A-Za-z0-9+/]{22,256}$/;
const FINGERPRINT = /^sha-(?:1|224|256|384|512) (?:[0-9A-Fa-f]{2}:){19,63}[0-9A-Fa-f]{2}$/;

const refuse = (why: string): DomainError => new DomainError('invalid', `The SDP offer can't be answered: ${why}.`);

/** The value of the first `a=name:` line, or null. */
function attribute(lines: readonly string[], name: string): string | null {
  const prefix = `a=${name}:`;
  return lines.find((line) => line.startsWith(prefix))?.slice(prefix.length) ?? null;
}

/**
 * Reads what an answer needs of an SDP offer (RFC 8866, RFC 9429). Candidates are left out on purpose: peers find us by ours.
 * @throws DomainError `invalid` saying what is wrong.
 */
export function parseOffer(sdp: string): Offer {
  const lines = sdp.split(/[\r\n]+/).filter(Boolean);
  if (lines[0] !== 'v=0') throw refuse('it does not start with v=0');
  if (lines.length > SFU_LIMITS.sdpLines) throw refuse('it has too many lines');
  const session: string[] = [];
  const sections: string[][] = [];
  for (const line of lines) {
    if (line.startsWith('m=')) sections.push([line]);
    else (sections.at(-1) ?? session).push(line);
  }
  if (sections.length === 0) throw refuse('it has no media');
  if (sections.length > SFU_LIMITS.mediaSections) throw refuse('it has too many media sections');
  return { transport: readTransport(session, sections), sections: sections.map(readSection) };
}

/** All sections share one transport (BUNDLE), so the first section that describes it counts. */
function readTransport(session: readonly string[], sections: readonly string[][]): Offer['transport'] {
  const find = (name: string): string => {
    for (const lines of [...sections, session]) {
      const value = attribute(lines, name);
      if (value !== null) return value.trim();
    }
    throw refuse(`it has no ${name}`);
  };
  const ufrag = find('ice-ufrag');
  const password = find('ice-pwd');
  const fingerprint = find('fingerprint');
  const setup = find('setup');
  if (!UFRAG.test(ufrag) || !PASSWORD.test(password)) throw refuse('its ICE credentials are malformed');
  if (!FINGERPRINT.test(fingerprint)) throw refuse('its fingerprint is malformed');
  if (setup !== 'actpass' && setup !== 'active' && setup !== 'passive') throw refuse('its setup attribute is unknown');
  return { ufrag, password, fingerprint, setup };
}

function readSection(lines: readonly string[], index: number): MediaSection {
  const [kind = '', , protocol = '', ...formats] = (lines[0] ?? '').slice(2).split(' ');
  const mid = attribute(lines, 'mid')?.trim() ?? String(index);
  const firstFormat = formats[0] ?? '0';
  if (![kind, mid, firstFormat].every((text) => TOKEN.test(text)) || !/^[A-Za-z0-9/]{1,64}$/.test(protocol))
    throw refuse('a media line is malformed');
  const direction = lines.map((line) => /^a=(sendrecv|sendonly|recvonly|inactive)$/.exec(line)?.[1]).find((found) => found !== undefined);
  return {
    kind,
    protocol,
    mid,
    direction: (direction ?? 'sendrecv') as MediaSection['direction'],
    codecs: PROTOCOL.test(protocol) ? readCodecs(lines, formats) : [],
    firstFormat,
    extensions: readExtensions(lines),
    simulcast: readSimulcast(lines),
    offersRemb: lines.some((line) => /^a=rtcp-fb:\S+ goog-remb$/.test(line)),
  };
}

function readCodecs(lines: readonly string[], formats: readonly string[]): Codec[] {
  const parameters = new Map<string, string>();
  const maps = new Map<string, { name: string; clockRate: number; channels: number | null }>();
  for (const line of lines) {
    const fmtp = /^a=fmtp:(\d{1,3}) ([\x20-\x7e]{1,500})$/.exec(line);
    if (fmtp?.[1] && fmtp[2]) parameters.set(fmtp[1], fmtp[2]);
    const map = /^a=rtpmap:(\d{1,3}) ([\w.-]{1,40})\/(\d{1,6})(?:\/(\d{1,2}))?$/.exec(line);
    if (map?.[1] && map[2] && map[3])
      maps.set(map[1], { name: map[2], clockRate: Number(map[3]), channels: map[4] ? Number(map[4]) : null });
  }
  const codecs: Codec[] = [];
  for (const format of formats.slice(0, SFU_LIMITS.codecsPerSection)) {
    const map = maps.get(format);
    if (map && Number(format) < 128 && map.name.toLowerCase() !== 'rtx')
      codecs.push({ ...map, payloadType: Number(format), parameters: parameters.get(format) ?? '', rtxPayloadType: null });
  }
  for (const [format, map] of maps) {
    const repaired = map.name.toLowerCase() === 'rtx' ? /(?:^|;)\s*apt=(\d{1,3})/.exec(parameters.get(format) ?? '')?.[1] : undefined;
    const codec = repaired === undefined ? undefined : codecs.find((one) => one.payloadType === Number(repaired));
    if (codec && Number(format) < 128) codec.rtxPayloadType = Number(format);
  }
  return codecs;
}

/** Of alternatives (`a,b`) the first is taken; one that starts paused (`~a`) may come later. */
function readSimulcast(lines: readonly string[]): string[] {
  const described = new Set(lines.map((line) => /^a=rid:([\w-]{1,16}) send\b/.exec(line)?.[1]));
  const list = lines.map((line) => /^a=simulcast:(?:recv \S+ )?send (\S+)/.exec(line)?.[1]).find((found) => found !== undefined) ?? '';
  const rids = list.split(';').map((alternatives) => (alternatives.split(',')[0] ?? '').replace(/^~/, ''));
  return [...new Set(rids)].filter((rid) => described.has(rid)).slice(0, SFU_LIMITS.layers);
}

function readExtensions(lines: readonly string[]): Map<string, number> {
  const extensions = new Map<string, number>();
  for (const line of lines) {
    const found = /^a=extmap:(\d{1,3})(?:\/\w+)? (\S{1,200})/.exec(line);
    const id = Number(found?.[1]);
    if (found?.[2] && id >= 1 && id <= 255) extensions.set(found[2], id);
  }
  return extensions;
}
