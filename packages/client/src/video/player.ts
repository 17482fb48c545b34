import { Store } from '../observable.ts';
import { ApiError } from '../rest/api-error.ts';
import { systemTimers, type Timers } from '../timers.ts';
import { isFinal, toVideoError, waitBefore } from './attempts.ts';
import { gathered, requireSfu, type SignalledSession, signal } from './signalling.ts';
import type { AskCredentials, PlaybackStats, PlayerState, VideoParts, VideoPlayer } from './types.ts';

const GATHER_WITHIN = 1_000;
/** Without a new frame for so long the connection is taken for lost, in ms. */
const STALL_AFTER = 3_000;
const LOOK_EVERY = 1_000;
/** A connection that has shown nothing is given this long, in ms. */
const FIRST_FRAME_WITHIN = 10_000;

/** A player for the provider that the credentials name. */
export const createPlayer = (askCredentials: AskCredentials, parts: VideoParts = {}): VideoPlayer => new WhepPlayer(askCredentials, parts);

/** Plays by WHEP; comes back by itself when the picture is lost or nobody publishes yet. */
class WhepPlayer extends Store<PlayerState> implements VideoPlayer {
  readonly #askCredentials: AskCredentials;
  readonly #parts: VideoParts;
  readonly #timers: Timers;
  #peer: RTCPeerConnection | null = null;
  #session: SignalledSession | null = null;
  #attempt = 0;
  /** Each run has its own number: what an older one still does is of no interest. */
  #run = 0;
  #cancelTimer: () => void = () => {};
  #lastBytes: { bytes: number; at: number } | null = null;

  constructor(askCredentials: AskCredentials, parts: VideoParts) {
    super({ status: 'idle' });
    this.#askCredentials = askCredentials;
    this.#parts = parts;
    this.#timers = parts.timers ?? systemTimers;
  }

  start(): void {
    const { status } = this.getSnapshot();
    if (status !== 'idle' && status !== 'failed') return;
    this.#attempt = 0;
    this.set({ status: 'connecting' });
    void this.#connect();
  }
  stop(): void {
    this.#close();
    this.set({ status: 'idle' });
  }

  async stats(): Promise<PlaybackStats | null> {
    const report = await this.#peer?.getStats();
    if (!report) return null;
    const stats: PlaybackStats = { width: 0, height: 0, framesPerSecond: 0, bitrate: 0, roundTrip: null, delay: null, packetsLost: 0 };
    for (const entry of report.values()) {
      if (entry.type === 'inbound-rtp' && entry.kind === 'video') {
        const now = this.#timers.now();
        const { bytes, at } = this.#lastBytes ?? { bytes: 0, at: now };
        if (now > at) stats.bitrate = ((entry.bytesReceived - bytes) * 8000) / (now - at);
        this.#lastBytes = { bytes: entry.bytesReceived, at: now };
        stats.width = entry.frameWidth ?? 0;
        stats.height = entry.frameHeight ?? 0;
        stats.framesPerSecond = entry.framesPerSecond ?? 0;
        stats.packetsLost = entry.packetsLost ?? 0;
        stats.delay = entry.jitterBufferEmittedCount > 0 ? entry.jitterBufferDelay / entry.jitterBufferEmittedCount : null;
      }
      if (entry.type === 'candidate-pair' && entry.nominated) stats.roundTrip = entry.currentRoundTripTime ?? null;
    }
    return stats;
  }

  async #connect(): Promise<void> {
    const run = ++this.#run;
    try {
      const credentials = requireSfu(await this.#askCredentials());
      if (run !== this.#run) return;
      const peer = (this.#parts.createPeer ?? ((configuration) => new RTCPeerConnection(configuration)))({
        iceServers: credentials.iceServers,
        bundlePolicy: 'max-bundle',
      });
      this.#peer = peer;
      const stream = new MediaStream();
      peer.addTransceiver('video', { direction: 'recvonly' });
      peer.addTransceiver('audio', { direction: 'recvonly' });
      peer.ontrack = ({ track }) => stream.addTrack(track);
      peer.onconnectionstatechange = () => {
        if (run === this.#run && (peer.connectionState === 'failed' || peer.connectionState === 'closed'))
          this.#retry(new Error('the connection was lost'));
      };
      await peer.setLocalDescription(await peer.createOffer());
      const offer = await gathered(peer, GATHER_WITHIN, this.#timers);
      if (run !== this.#run) return;
      const session = await signal(this.#parts, credentials, offer);
      if (run !== this.#run) {
        await session.end();
        return;
      }
      this.#session = session;
      await peer.setRemoteDescription({ type: 'answer', sdp: session.answer });
      this.#watch(run, peer, stream);
    } catch (error) {
      if (run === this.#run) this.#retry(error);
    }
  }

  /** Looks once a second whether new frames were decoded: a picture that stands still is a lost one. */
  #watch(run: number, peer: RTCPeerConnection, stream: MediaStream): void {
    const since = this.#timers.now();
    let frames = 0;
    let lastNew = since;
    const look = async (): Promise<void> => {
      const decoded = await decodedFrames(peer);
      if (run !== this.#run) return;
      const now = this.#timers.now();
      if (decoded > frames) {
        frames = decoded;
        lastNew = now;
        this.#attempt = 0;
        if (this.getSnapshot().status !== 'playing') this.set({ status: 'playing', stream });
      }
      const patience = frames === 0 ? FIRST_FRAME_WITHIN : STALL_AFTER;
      if (now - lastNew > patience) this.#retry(new Error('no picture came'));
      else this.#cancelTimer = this.#timers.after(frames === 0 ? LOOK_EVERY / 10 : LOOK_EVERY, () => void look());
    };
    void look();
  }

  #retry(error: unknown): void {
    const wasPlaying = this.getSnapshot().status === 'playing' || this.getSnapshot().status === 'reconnecting';
    this.#close();
    if (isFinal(error)) {
      this.set({ status: 'failed', error: toVideoError(error) });
      return;
    }
    this.#attempt += 1;
    const nobodyYet = error instanceof ApiError && error.code === 'video_unavailable';
    this.set(
      nobodyYet ? { status: 'waiting' } : wasPlaying ? { status: 'reconnecting', attempt: this.#attempt } : { status: 'connecting' },
    );
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

async function decodedFrames(peer: RTCPeerConnection): Promise<number> {
  let frames = 0;
  for (const entry of (await peer.getStats()).values()) {
    if (entry.type === 'inbound-rtp' && entry.kind === 'video') frames += entry.framesDecoded ?? 0;
    // A show without a picture is heard: sound that goes on counts as well.
    if (entry.type === 'inbound-rtp' && entry.kind === 'audio')
      frames += (entry.packetsReceived ?? 0) > 0 ? Math.floor(entry.packetsReceived / 10) : 0;
  }
  return frames;
}
