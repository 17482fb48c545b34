import type { PlaybackChoice, PlaybackQuality } from '@vitrine/protocol';
import { NobodyPublishes, type PlaybackLink } from '../link.ts';
import type { PlaybackStats } from '../types.ts';
import { type AudienceParts, type WatchedChannel, watchChannel } from './audience.ts';
import type { AgoraCredentials, ChannelLost } from './connection.ts';
import type { AgoraRemoteTrack } from './sdk.ts';

/** Agora's numbers for the two streams of a publisher, and for what becomes of a stream that the connection does not carry. */
const LARGE = 0;
const SMALL = 1;
const NO_FALLBACK = 0;
const FALL_BACK_TO_SOUND = 2;
/** A seat from which nothing comes is given this long, in ms. */
const PUBLISHER_WITHIN = 2_000;

export interface AgoraPlaybackParts extends AudienceParts {
  onLost: (error: ChannelLost) => void;
}

/** One seat of a show, played from its Agora channel. */
export class AgoraPlayback implements PlaybackLink {
  /** Stays the same while its tracks come and go. */
  readonly stream: MediaStream;
  readonly #channel: WatchedChannel;
  readonly #seatUid: number;
  readonly #onLost: (error: ChannelLost) => void;
  readonly #stopListening: (() => void)[] = [];
  #quality: PlaybackQuality = 'auto';
  #isPaused = false;
  #isClosed = false;
  /** Changes are carried out one after another. */
  #work: Promise<void> = Promise.resolve();

  private constructor(channel: WatchedChannel, seatUid: number, onLost: (error: ChannelLost) => void) {
    this.stream = channel.createStream();
    this.#channel = channel;
    this.#seatUid = seatUid;
    this.#onLost = onLost;
  }

  /** @throws NobodyPublishes, or what the SDK says of a channel that can't be joined. */
  static async open(credentials: AgoraCredentials, parts: AgoraPlaybackParts): Promise<AgoraPlayback> {
    const channel = await watchChannel(credentials, parts);
    const playback = new AgoraPlayback(channel, credentials.seatUid, parts.onLost);
    try {
      await playback.#publisher(parts);
      playback.#follow();
      await playback.#settle();
      return playback;
    } catch (error) {
      await playback.close();
      throw error;
    }
  }

  /** Rises while media arrives. */
  async progress(): Promise<number> {
    const { client } = this.#channel;
    const video = client.getRemoteVideoStats()[this.#seatUid]?.receivePackets ?? 0;
    const audio = client.getRemoteAudioStats()[this.#seatUid]?.receivePackets ?? 0;
    return video + audio;
  }

  async stats(): Promise<PlaybackStats> {
    const { client } = this.#channel;
    const video = client.getRemoteVideoStats()[this.#seatUid];
    return {
      width: video?.receiveResolutionWidth ?? 0,
      height: video?.receiveResolutionHeight ?? 0,
      framesPerSecond: video?.decodeFrameRate ?? video?.receiveFrameRate ?? 0,
      bitrate: video?.receiveBitrate ?? 0,
      roundTrip: client.getRTCStats().RTT / 1_000,
      delay: video ? video.receiveDelay / 1_000 : null,
      packetsLost: video?.receivePacketsLost ?? 0,
      freezes: null,
      frozen: null,
    };
  }

  /** What is not wanted is not sent: Agora stops what nobody has subscribed to. */
  async choose({ quality, paused }: PlaybackChoice): Promise<void> {
    this.#quality = quality ?? this.#quality;
    this.#isPaused = paused ?? this.#isPaused;
    await this.#settle();
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const stop of this.#stopListening.splice(0)) stop();
    await this.#settle().catch(() => undefined);
    this.#channel.release();
  }

  /** Waits until somebody publishes from the seat. */
  async #publisher({ timers }: AudienceParts): Promise<void> {
    const isThere = (): boolean => this.#channel.publisher(this.#seatUid) !== undefined;
    if (isThere()) return;
    await new Promise<void>((resolve, reject) => {
      const done = (settle: () => void): void => {
        cancel();
        for (const stop of listening) stop();
        settle();
      };
      const cancel = timers.after(PUBLISHER_WITHIN, () => done(() => reject(new NobodyPublishes('Nobody publishes from this seat.'))));
      const listening = [
        this.#channel.onChange(() => isThere() && done(resolve)),
        this.#channel.onLost((error) => done(() => reject(error))),
      ];
    });
  }
  #follow(): void {
    this.#stopListening.push(
      this.#channel.onChange(() => void this.#settle().catch(() => undefined)),
      this.#channel.onLost((error) => {
        this.#isClosed = true;
        this.#onLost(error);
      }),
    );
  }

  /** Brings what is subscribed to into line with what is wanted and what is there. */
  #settle(): Promise<void> {
    const settled = this.#work.then(() => this.#bringAbout());
    this.#work = settled.catch(() => undefined);
    return settled;
  }
  async #bringAbout(): Promise<void> {
    const publisher = this.#channel.publisher(this.#seatUid);
    const wantsSound = !this.#isPaused && !this.#isClosed;
    const wantsPicture = wantsSound && this.#quality !== 'audio';
    await this.#take('video', { isSent: publisher?.hasVideo ?? false, isWanted: wantsPicture, taken: publisher?.videoTrack });
    await this.#take('audio', { isSent: publisher?.hasAudio ?? false, isWanted: wantsSound, taken: publisher?.audioTrack });
    if (publisher?.hasVideo && wantsPicture) await this.#chooseStream();
  }
  async #take(
    media: 'video' | 'audio',
    { isSent, isWanted, taken }: { isSent: boolean; isWanted: boolean; taken: AgoraRemoteTrack | undefined },
  ): Promise<void> {
    const { client } = this.#channel;
    const old = this.stream.getTracks().find(({ kind }) => kind === media);
    let track: MediaStreamTrack | undefined;
    if (isSent && isWanted) track = (taken ?? (await client.subscribe(this.#seatUid, media))).getMediaStreamTrack();
    else if (taken) await client.unsubscribe(this.#seatUid, media);
    // Whoever has ceased and begun again sends another track.
    if (old === track) return;
    if (old) this.stream.removeTrack(old);
    if (track) this.stream.addTrack(track);
  }
  async #chooseStream(): Promise<void> {
    const { client } = this.#channel;
    // The order matters: the fallback begins from the stream that has been chosen.
    await client.setRemoteVideoStreamType(this.#seatUid, this.#quality === '360p' ? SMALL : LARGE);
    await client.setStreamFallbackOption(this.#seatUid, this.#quality === 'auto' ? FALL_BACK_TO_SOUND : NO_FALLBACK);
  }
}
