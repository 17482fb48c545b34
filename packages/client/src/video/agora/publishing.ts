import type { Timers } from '../../timers.ts';
import type { PublishingLink } from '../link.ts';
import type { PublishingStats, VideoQuality } from '../types.ts';
import { type AgoraCredentials, type ChannelLost, joinChannel, type RenewCredentials } from './connection.ts';
import type { AgoraClient, AgoraEncoding, AgoraLocalTrack, AgoraLocalVideoTrack, AgoraSdk, LoadAgora } from './sdk.ts';

/** What is sent at the most, by the show's quality. */
const PROFILES: Record<VideoQuality, AgoraEncoding> = {
  '720p': { width: 1280, height: 720, frameRate: 30, bitrateMax: 2_500 },
  '1080p': { width: 1920, height: 1080, frameRate: 30, bitrateMax: 4_500 },
};
/** The second, small stream beside it, for connections and menus that want less. */
const SMALL_STREAM = { width: 640, height: 360, framerate: 15, bitrate: 500 };

export interface AgoraPublishingParts {
  quality: VideoQuality;
  renew: RenewCredentials;
  loadAgora: LoadAgora;
  timers: Timers;
  onLost: (error: ChannelLost) => void;
}

/** The host's or a guest's picture and sound, sent into the show's Agora channel. The tracks stay the caller's. */
export class AgoraPublishing implements PublishingLink {
  readonly #sdk: AgoraSdk;
  readonly #quality: VideoQuality;
  readonly #client: AgoraClient;
  #leave: () => Promise<void> = async () => {};
  #video: AgoraLocalVideoTrack | null = null;
  #audio: AgoraLocalTrack | null = null;

  private constructor(sdk: AgoraSdk, quality: VideoQuality) {
    this.#sdk = sdk;
    this.#quality = quality;
    this.#client = sdk.createClient({ mode: 'live', codec: 'vp8', role: 'host' });
  }

  /** Resolves when the tracks are being sent. Rejects with what the SDK says. */
  static async open(
    credentials: AgoraCredentials,
    tracks: readonly MediaStreamTrack[],
    parts: AgoraPublishingParts,
  ): Promise<AgoraPublishing> {
    const publishing = new AgoraPublishing(await parts.loadAgora(), parts.quality);
    publishing.#leave = await joinChannel(publishing.#client, credentials, parts);
    try {
      await publishing.#publish(tracks);
      return publishing;
    } catch (error) {
      await publishing.close();
      throw error;
    }
  }

  /** Sends this track in the place of the one of its kind. */
  async replaceTrack(track: MediaStreamTrack): Promise<void> {
    if (track.kind === 'video' && this.#video) return this.#video.replaceTrack(track, false);
    // Sound has no such call: the old track goes and the new one comes.
    if (track.kind === 'audio' && this.#audio) await this.#client.unpublish([this.#audio]);
    await this.#client.publish([this.#wrap(track)]);
  }

  async stats(): Promise<PublishingStats> {
    const video = this.#client.getLocalVideoStats();
    return {
      width: video.sendResolutionWidth,
      height: video.sendResolutionHeight,
      framesPerSecond: video.sendFrameRate ?? 0,
      bitrate: video.sendBitrate,
      roundTrip: video.sendRttMs / 1_000,
      packetLoss: video.currentPacketLossRate,
      // The SDK does not pass on what the browser says of it.
      limitedBy: 'none',
    };
  }

  /** Leaves the channel. The tracks go on for whoever has them. */
  close(): Promise<void> {
    return this.#leave();
  }

  async #publish(tracks: readonly MediaStreamTrack[]): Promise<void> {
    this.#client.setLowStreamParameter(SMALL_STREAM);
    // A browser that can't encode twice sends the large stream alone.
    await this.#client.enableDualStream().catch(() => undefined);
    await this.#client.publish(tracks.map((track) => this.#wrap(track)));
  }
  #wrap(mediaStreamTrack: MediaStreamTrack): AgoraLocalTrack {
    if (mediaStreamTrack.kind === 'video') {
      this.#video = this.#sdk.createCustomVideoTrack({ mediaStreamTrack, ...PROFILES[this.#quality] });
      return this.#video;
    }
    this.#audio = this.#sdk.createCustomAudioTrack({ mediaStreamTrack, encoderConfig: 'music_standard' });
    return this.#audio;
  }
}
