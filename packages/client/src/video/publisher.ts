import { Store } from '../observable.ts';
import { systemTimers, type Timers } from '../timers.ts';
import { isFinal, toVideoError, waitBefore } from './attempts.ts';
import { gathered, requireSfu, type SignalledSession, signal } from './signalling.ts';
import type { AskCredentials, PublisherState, PublishingStats, VideoParts, VideoPublisher, VideoQuality } from './types.ts';

const GATHER_WITHIN = 1_000;
const CONNECT_WITHIN = 12_000;
/** A connection that comes back sooner was only shaken (another cell, another access point), in ms. */
const LOST_AFTER = 5_000;
const MAX_BITRATE: Record<VideoQuality, number> = { '720p': 2_500_000, '1080p': 4_500_000 };
const AUDIO_BITRATE = 96_000;

export interface PublisherOptions extends VideoParts {
  quality: VideoQuality;
  /** Taken where the browser has it; the other one is the fallback. */
  codec?: 'H264' | 'VP8';
}

/** A publisher for the provider that the credentials name. */
export const createPublisher = (askCredentials: AskCredentials, options: PublisherOptions): VideoPublisher =>
  new WhipPublisher(askCredentials, options);

/** Publishes by WHIP; comes back by itself, with fresh credentials, when the connection is lost. */
class WhipPublisher extends Store<PublisherState> implements VideoPublisher {
  readonly #askCredentials: AskCredentials;
  readonly #options: PublisherOptions;
  readonly #timers: Timers;
  #stream: MediaStream | null = null;
  #peer: RTCPeerConnection | null = null;
  #session: SignalledSession | null = null;
  #attempt = 0;
  #run = 0;
  #cancelTimer: () => void = () => {};
  #lastBytes: { bytes: number; at: number } | null = null;

  constructor(askCredentials: AskCredentials, options: PublisherOptions) {
    super({ status: 'idle' });
    this.#askCredentials = askCredentials;
    this.#options = options;
    this.#timers = options.timers ?? systemTimers;
  }

  start(stream: MediaStream): void {
    this.#stream = stream;
    const { status } = this.getSnapshot();
    if (status !== 'idle' && status !== 'failed') return;
    this.#attempt = 0;
    this.set({ status: 'connecting' });
    void this.#connect();
  }

  async replaceTrack(track: MediaStreamTrack): Promise<void> {
    const stream = this.#stream;
    if (stream) {
      for (const old of stream.getTracks()) if (old.kind === track.kind && old !== track) stream.removeTrack(old);
      if (!stream.getTracks().includes(track)) stream.addTrack(track);
    }
    await this.#peer
      ?.getSenders()
      .find((sender) => sender.track?.kind === track.kind)
      ?.replaceTrack(track);
  }

  async stop(): Promise<void> {
    const session = this.#session;
    this.#session = null;
    this.#close();
    this.set({ status: 'idle' });
    await session?.end();
  }

  async stats(): Promise<PublishingStats | null> {
    const report = await this.#peer?.getStats();
    if (!report) return null;
    const stats: PublishingStats = {
      width: 0,
      height: 0,
      framesPerSecond: 0,
      bitrate: 0,
      roundTrip: null,
      packetLoss: 0,
      limitedBy: 'none',
    };
    for (const entry of report.values()) {
      if (entry.type === 'outbound-rtp' && entry.kind === 'video') {
        const now = this.#timers.now();
        const { bytes, at } = this.#lastBytes ?? { bytes: entry.bytesSent, at: now };
        if (now > at) stats.bitrate = ((entry.bytesSent - bytes) * 8000) / (now - at);
        this.#lastBytes = { bytes: entry.bytesSent, at: now };
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

  async #connect(): Promise<void> {
    const run = ++this.#run;
    try {
      const credentials = requireSfu(await this.#askCredentials());
      const stream = this.#stream;
      if (run !== this.#run || !stream) return;
      const peer = (this.#options.createPeer ?? ((configuration) => new RTCPeerConnection(configuration)))({
        iceServers: credentials.iceServers,
        bundlePolicy: 'max-bundle',
      });
      this.#peer = peer;
      for (const track of stream.getTracks()) {
        const { sender, setCodecPreferences } = this.#add(peer, track, stream);
        setCodecPreferences();
        await shape(sender, track, this.#options.quality);
      }
      peer.onconnectionstatechange = () => this.#onState(run, peer);
      await peer.setLocalDescription(await peer.createOffer());
      const offer = await gathered(peer, GATHER_WITHIN, this.#timers);
      if (run !== this.#run) return;
      const session = await signal(this.#options, credentials, offer);
      if (run !== this.#run) {
        await session.end();
        return;
      }
      this.#session = session;
      await peer.setRemoteDescription({ type: 'answer', sdp: session.answer });
      if (run !== this.#run || peer.connectionState === 'connected') return;
      this.#cancelTimer();
      this.#cancelTimer = this.#timers.after(CONNECT_WITHIN, () => {
        if (run === this.#run && peer.connectionState !== 'connected') this.#retry(new Error('the video connection was not made'));
      });
    } catch (error) {
      if (run === this.#run) this.#retry(error);
    }
  }

  #add(peer: RTCPeerConnection, track: MediaStreamTrack, stream: MediaStream): { sender: RTCRtpSender; setCodecPreferences: () => void } {
    const transceiver = peer.addTransceiver(track, { direction: 'sendonly', streams: [stream] });
    return {
      sender: transceiver.sender,
      setCodecPreferences: () => {
        if (track.kind !== 'video' || typeof RTCRtpSender === 'undefined') return;
        const codecs = RTCRtpSender.getCapabilities('video')?.codecs ?? [];
        const wanted = `video/${this.#options.codec ?? 'VP8'}`.toLowerCase();
        const rank = (codec: { mimeType: string }): number => (codec.mimeType.toLowerCase() === wanted ? 0 : 1);
        const usable = codecs.filter((codec) => /^video\/(vp8|h264|rtx)$/i.test(codec.mimeType));
        if (usable.length > 0) transceiver.setCodecPreferences?.([...usable].sort((a, b) => rank(a) - rank(b)));
      },
    };
  }

  #onState(run: number, peer: RTCPeerConnection): void {
    if (run !== this.#run) return;
    if (peer.connectionState === 'connected') {
      this.#cancelTimer();
      this.#attempt = 0;
      this.set({ status: 'live' });
    } else if (peer.connectionState === 'disconnected') {
      this.#cancelTimer();
      this.#cancelTimer = this.#timers.after(LOST_AFTER, () => {
        if (run === this.#run) this.#retry(new Error('the video connection was lost'));
      });
    } else if (peer.connectionState === 'failed' || peer.connectionState === 'closed')
      this.#retry(new Error('the video connection was lost'));
  }

  #retry(error: unknown): void {
    this.#close();
    if (isFinal(error)) {
      this.set({ status: 'failed', error: toVideoError(error) });
      return;
    }
    this.#attempt += 1;
    this.set({ status: 'reconnecting', attempt: this.#attempt });
    this.#cancelTimer = this.#timers.after(waitBefore(this.#attempt, error, this.#timers), () => void this.#connect());
  }

  #close(): void {
    this.#run += 1;
    this.#cancelTimer();
    this.#peer?.close();
    this.#peer = null;
    this.#lastBytes = null;
    void this.#session?.end();
    this.#session = null;
  }
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
