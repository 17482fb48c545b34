import type { LinkParts, PlaybackLink } from './link.ts';
import { BitrateMeter, negotiate, openPeer } from './sfu-peer.ts';
import type { SfuCredentials } from './signalling.ts';
import type { PlaybackStats } from './types.ts';

/** Plays a seat of the embedded SFU by WHEP. */
export async function openWhep(credentials: SfuCredentials, parts: LinkParts): Promise<PlaybackLink> {
  const peer = openPeer(credentials, parts);
  try {
    const stream = parts.createStream?.() ?? new MediaStream();
    peer.addTransceiver('video', { direction: 'recvonly' });
    peer.addTransceiver('audio', { direction: 'recvonly' });
    peer.ontrack = ({ track }) => stream.addTrack(track);
    peer.onconnectionstatechange = () => {
      if (peer.connectionState === 'failed' || peer.connectionState === 'closed') parts.onLost(new Error('the connection was lost'));
    };
    const session = await negotiate(peer, credentials, parts);
    const readings = new WhepReadings(peer, parts);
    return {
      stream,
      progress: () => readings.progress(),
      stats: () => readings.stats(),
      choose: (choice) => session.choose(choice),
      async close() {
        peer.close();
        await session.end();
      },
    };
  } catch (error) {
    peer.close();
    throw error;
  }
}

/** What the peer connection says of what it receives. */
class WhepReadings {
  readonly #peer: RTCPeerConnection;
  readonly #now: () => number;
  readonly #meter = new BitrateMeter();

  constructor(peer: RTCPeerConnection, { timers }: LinkParts) {
    this.#peer = peer;
    this.#now = () => timers.now();
  }

  async progress(): Promise<number> {
    let frames = 0;
    for (const entry of (await this.#peer.getStats()).values()) {
      if (entry.type !== 'inbound-rtp') continue;
      if (entry.kind === 'video') frames += entry.framesDecoded ?? 0;
      // A show without a picture is heard: sound that goes on counts as well.
      else if (entry.kind === 'audio') frames += Math.floor((entry.packetsReceived ?? 0) / 10);
    }
    return frames;
  }

  async stats(): Promise<PlaybackStats> {
    const stats: PlaybackStats = {
      width: 0,
      height: 0,
      framesPerSecond: 0,
      bitrate: 0,
      roundTrip: null,
      delay: null,
      packetsLost: 0,
      freezes: 0,
      frozen: 0,
    };
    for (const entry of (await this.#peer.getStats()).values()) {
      if (entry.type === 'inbound-rtp' && entry.kind === 'video') {
        stats.bitrate = this.#meter.read(entry.bytesReceived, this.#now());
        stats.width = entry.frameWidth ?? 0;
        stats.height = entry.frameHeight ?? 0;
        stats.framesPerSecond = entry.framesPerSecond ?? 0;
        stats.packetsLost = entry.packetsLost ?? 0;
        stats.freezes = entry.freezeCount ?? 0;
        stats.frozen = (entry.totalFreezesDuration ?? 0) * 1_000;
        stats.delay = entry.jitterBufferEmittedCount > 0 ? entry.jitterBufferDelay / entry.jitterBufferEmittedCount : null;
      }
      if (entry.type === 'candidate-pair' && entry.nominated) stats.roundTrip = entry.currentRoundTripTime ?? null;
    }
    return stats;
  }
}
