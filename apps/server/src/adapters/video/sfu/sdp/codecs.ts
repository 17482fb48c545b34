import type { Codec, CodecName, MediaKind, MediaSection } from './offer.ts';

const NAMES: Record<MediaKind, readonly CodecName[]> = { audio: ['opus'], video: ['VP8', 'H264', 'VP9', 'AV1'] };

/** Which of the codecs that we carry this is; null for all others. H264 only as packetization-mode 1, which browsers send and take. */
export function codecName(kind: MediaKind, codec: Codec): CodecName | null {
  const name = NAMES[kind].find((known) => known.toLowerCase() === codec.name.toLowerCase());
  if (name === undefined) return null;
  return name === 'H264' && !/(?:^|;)\s*packetization-mode=1/.test(codec.parameters) ? null : name;
}

export interface ChosenCodec extends Codec {
  kind: MediaKind;
  codec: CodecName;
}
const kindOf = (section: MediaSection): MediaKind | null => (section.kind === 'audio' || section.kind === 'video' ? section.kind : null);

/** The first codec of the section that we carry, in the offer's order. */
export function preferredCodec(section: MediaSection): ChosenCodec | null {
  const kind = kindOf(section);
  if (!kind) return null;
  for (const codec of section.codecs) {
    const name = codecName(kind, codec);
    if (name) return { ...codec, kind, codec: name };
  }
  return null;
}

/** The six digits of an H264 profile-level-id; its default where it is left out is Baseline 1 (RFC 6184 section 8.1). */
const h264Profile = (codec: Codec): string => (/profile-level-id=([0-9a-fA-F]{6})/.exec(codec.parameters)?.[1] ?? '42000a').toLowerCase();

/** VP9 and AV1 come in profiles that a decoder has or has not. */
const profileOf = (codec: Codec): string => /\bprofile(?:-id)?=(\d+)/.exec(codec.parameters)?.[1] ?? '0';

/** The section's codec that can carry what `published` sends: of several H264 profiles the one that is nearest. */
export function matchingCodec(section: MediaSection, published: ChosenCodec): ChosenCodec | null {
  const kind = kindOf(section);
  if (kind !== published.kind) return null;
  const candidates = section.codecs.filter((codec) => codecName(kind, codec) === published.codec);
  if (published.codec === 'VP9' || published.codec === 'AV1') {
    const same = candidates.find((codec) => profileOf(codec) === profileOf(published));
    return same ? { ...same, kind, codec: published.codec } : null;
  }
  const wanted = h264Profile(published);
  const nearest =
    candidates.find((codec) => h264Profile(codec).slice(0, 4) === wanted.slice(0, 4)) ??
    candidates.find((codec) => h264Profile(codec).slice(0, 2) === wanted.slice(0, 2)) ??
    candidates[0];
  return nearest ? { ...nearest, kind, codec: published.codec } : null;
}
