import type { PublishingLink, PublishingLinkParts } from './link.ts';
import { BitrateMeter, negotiate, openPeer } from './sfu-peer.ts';
import type { SfuCredentials } from './signalling.ts';
import type { PublishingStats, VideoQuality } from './types.ts';

const CONNECT_WITHIN = 12_000;
/** A connection that comes back sooner was only shaken (another cell, another access point), in ms. */
const LOST_AFTER = 5_000;
/** The encodings of a picture, from small to large: by how much each is smaller than the picture, and bit/s at the most. */
const ENCODINGS: Record<VideoQuality, readonly (RTCRtpEncodingParameters & { maxBitrate: number })[]> = {
  '720p': [
    { rid: 'q', scaleResolutionDownBy: 4, maxBitrate: 150_000 },
    { rid: 'h', scaleResolutionDownBy: 2, maxBitrate: 500_000 },
    { rid: 'f', scaleResolutionDownBy: 1, maxBitrate: 2_500_000 },
  ],
  '1080p': [
    { rid: 'q', scaleResolutionDownBy: 4, maxBitrate: 250_000 },
    { rid: 'h', scaleResolutionDownBy: 2, maxBitrate: 900_000 },
    { rid: 'f', scaleResolutionDownBy: 1, maxBitrate: 4_500_000 },
  ],
};
const AUDIO_BITRATE = 96_000;

/** Publishes to the embedded SFU by WHIP. */
export async function openWhip(
  credentials: SfuCredentials,
  tracks: readonly MediaStreamTrack[],
  parts: PublishingLinkParts,
): Promise<PublishingLink> {
  const peer = openPeer(credentials, parts);
  const connection = new WhipConnection(peer, parts);
  try {
    for (const track of tracks) await add(peer, track, parts);
    const session = await negotiate(peer, credentials, parts);
    connection.expect();
    const readings = new WhipReadings(peer, parts);
    return {
      replaceTrack: async (track) =>
        peer
          .getSenders()
          .find((sender) => sender.track?.kind === track.kind)
          ?.replaceTrack(track),
      stats: () => readings.stats(),
      async close() {
        connection.close();
        await session.end();
      },
    };
  } catch (error) {
    connection.close();
    throw error;
  }
}

async function add(peer: RTCPeerConnection, track: MediaStreamTrack, parts: PublishingLinkParts): Promise<void> {
  const { quality, codec = 'VP8', simulcast = true } = parts;
  const encodings =
    track.kind === 'audio' ? [{ maxBitrate: AUDIO_BITRATE }] : simulcast ? ENCODINGS[quality] : ENCODINGS[quality].slice(-1);
  // One encoding has no need of a name, and is offered as browsers always have.
  const sendEncodings = encodings.length === 1 ? encodings.map(({ maxBitrate }) => ({ maxBitrate })) : [...encodings];
  const transceiver = peer.addTransceiver(track, { direction: 'sendonly', sendEncodings });
  if (track.kind === 'video' && typeof RTCRtpSender !== 'undefined') {
    const codecs = RTCRtpSender.getCapabilities('video')?.codecs ?? [];
    const wanted = `video/${codec}`.toLowerCase();
    const rank = ({ mimeType }: { mimeType: string }): number => (mimeType.toLowerCase() === wanted ? 0 : 1);
    const usable = codecs.filter(({ mimeType }) => /^video\/(vp8|h264|rtx)$/i.test(mimeType));
    if (usable.length > 0) transceiver.setCodecPreferences?.([...usable].sort((a, b) => rank(a) - rank(b)));
  }
  if (track.kind === 'video') await shape(transceiver.sender);
}
/** A shop's picture is looked at closely: when the uplink is short, frames go before sharpness. */
async function shape(sender: RTCRtpSender): Promise<void> {
  const parameters = sender.getParameters();
  if (!parameters.encodings?.length) return;
  parameters.degradationPreference = 'maintain-resolution';
  await sender.setParameters(parameters).catch(() => undefined);
}

/** Follows how the connection is: made in time, shaken, lost. */
class WhipConnection {
  readonly #peer: RTCPeerConnection;
  readonly #parts: PublishingLinkParts;
  #cancelTimer: () => void = () => {};

  constructor(peer: RTCPeerConnection, parts: PublishingLinkParts) {
    this.#peer = peer;
    this.#parts = parts;
    peer.onconnectionstatechange = () => this.#onState();
  }
  /** The answer is there: the connection has to follow. */
  expect(): void {
    if (this.#peer.connectionState !== 'connected') this.#loseAfter(CONNECT_WITHIN, 'the video connection was not made');
  }
  close(): void {
    this.#cancelTimer();
    this.#peer.onconnectionstatechange = null;
    this.#peer.close();
  }

  #onState(): void {
    const { connectionState } = this.#peer;
    if (connectionState === 'connected') {
      this.#cancelTimer();
      this.#parts.onLive();
    } else if (connectionState === 'disconnected') this.#loseAfter(LOST_AFTER, 'the video connection was lost');
    else if (connectionState === 'failed' || connectionState === 'closed') this.#parts.onLost(new Error('the video connection was lost'));
  }
  #loseAfter(milliseconds: number, why: string): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#parts.timers.after(milliseconds, () => this.#parts.onLost(new Error(why)));
  }
}

/** What the peer connection says of what it sends. */
class WhipReadings {
  readonly #peer: RTCPeerConnection;
  readonly #now: () => number;
  readonly #meter = new BitrateMeter();

  constructor(peer: RTCPeerConnection, { timers }: PublishingLinkParts) {
    this.#peer = peer;
    this.#now = () => timers.now();
  }
  async stats(): Promise<PublishingStats> {
    const stats: PublishingStats = {
      width: 0,
      height: 0,
      framesPerSecond: 0,
      bitrate: 0,
      roundTrip: null,
      packetLoss: 0,
      limitedBy: 'none',
    };
    let bytes = 0;
    for (const entry of (await this.#peer.getStats()).values()) {
      if (entry.type === 'outbound-rtp' && entry.kind === 'video') {
        bytes += entry.bytesSent ?? 0;
        // Of several encodings, the largest that is being sent is the picture.
        if ((entry.frameHeight ?? 0) < stats.height) continue;
        stats.width = entry.frameWidth ?? 0;
        stats.height = entry.frameHeight ?? 0;
        stats.framesPerSecond = entry.framesPerSecond ?? 0;
        stats.limitedBy = entry.qualityLimitationReason ?? 'none';
      }
      if (entry.type === 'remote-inbound-rtp' && entry.kind === 'video') {
        stats.roundTrip = entry.roundTripTime ?? null;
        stats.packetLoss = Math.max(stats.packetLoss, entry.fractionLost ?? 0);
      }
    }
    stats.bitrate = this.#meter.read(bytes, this.#now());
    return stats;
  }
}
