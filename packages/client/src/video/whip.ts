import type { PublishingLink, PublishingLinkParts } from './link.ts';
import { gathered, type SfuCredentials, signal } from './signalling.ts';
import type { PublishingStats, VideoQuality } from './types.ts';

const GATHER_WITHIN = 1_000;
const CONNECT_WITHIN = 12_000;
/** A connection that comes back sooner was only shaken (another cell, another access point), in ms. */
const LOST_AFTER = 5_000;
const MAX_BITRATE: Record<VideoQuality, number> = { '720p': 2_500_000, '1080p': 4_500_000 };
const AUDIO_BITRATE = 96_000;

/** Publishes to the embedded SFU by WHIP. */
export async function openWhip(
  credentials: SfuCredentials,
  tracks: readonly MediaStreamTrack[],
  parts: PublishingLinkParts,
): Promise<PublishingLink> {
  const peer = (parts.createPeer ?? ((configuration) => new RTCPeerConnection(configuration)))({
    iceServers: credentials.iceServers,
    bundlePolicy: 'max-bundle',
  });
  const connection = new WhipConnection(peer, parts);
  try {
    for (const track of tracks) await add(peer, track, parts);
    await peer.setLocalDescription(await peer.createOffer());
    const session = await signal(parts, credentials, await gathered(peer, GATHER_WITHIN, parts.timers));
    try {
      await peer.setRemoteDescription({ type: 'answer', sdp: session.answer });
    } catch (error) {
      await session.end();
      throw error;
    }
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

async function add(peer: RTCPeerConnection, track: MediaStreamTrack, { quality, codec = 'VP8' }: PublishingLinkParts): Promise<void> {
  const transceiver = peer.addTransceiver(track, { direction: 'sendonly' });
  if (track.kind === 'video' && typeof RTCRtpSender !== 'undefined') {
    const codecs = RTCRtpSender.getCapabilities('video')?.codecs ?? [];
    const wanted = `video/${codec}`.toLowerCase();
    const rank = ({ mimeType }: { mimeType: string }): number => (mimeType.toLowerCase() === wanted ? 0 : 1);
    const usable = codecs.filter(({ mimeType }) => /^video\/(vp8|h264|rtx)$/i.test(mimeType));
    if (usable.length > 0) transceiver.setCodecPreferences?.([...usable].sort((a, b) => rank(a) - rank(b)));
  }
  await shape(transceiver.sender, track, quality);
}
/** A shop's picture is looked at closely: when the uplink is short, frames go before sharpness. */
async function shape(sender: RTCRtpSender, track: MediaStreamTrack, quality: VideoQuality): Promise<void> {
  const parameters = sender.getParameters();
  if (!parameters.encodings?.length) return;
  const maxBitrate = track.kind === 'video' ? MAX_BITRATE[quality] : AUDIO_BITRATE;
  for (const encoding of parameters.encodings) encoding.maxBitrate = maxBitrate;
  if (track.kind === 'video') parameters.degradationPreference = 'maintain-resolution';
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
  #lastBytes: { bytes: number; at: number } | null = null;

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
    for (const entry of (await this.#peer.getStats()).values()) {
      if (entry.type === 'outbound-rtp' && entry.kind === 'video') {
        stats.bitrate = this.#bitrate(entry.bytesSent);
        stats.width = entry.frameWidth ?? 0;
        stats.height = entry.frameHeight ?? 0;
        stats.framesPerSecond = entry.framesPerSecond ?? 0;
        stats.limitedBy = entry.qualityLimitationReason ?? 'none';
      }
      if (entry.type === 'remote-inbound-rtp' && entry.kind === 'video') {
        stats.roundTrip = entry.roundTripTime ?? null;
        stats.packetLoss = entry.fractionLost ?? 0;
      }
    }
    return stats;
  }
  #bitrate(sent: number): number {
    const now = this.#now();
    const { bytes, at } = this.#lastBytes ?? { bytes: sent, at: now };
    this.#lastBytes = { bytes: sent, at: now };
    return now > at ? ((sent - bytes) * 8_000) / (now - at) : 0;
  }
}
