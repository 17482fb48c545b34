/** As much of `agora-rtc-sdk-ng` 4.24 as is used here, in types of our own: tests need no SDK, and who takes no Agora gets none of its types. */
export interface AgoraSdk {
  createClient(config: { mode: 'live'; codec: 'vp8'; role: 'host' | 'audience'; clientRoleOptions?: { level: number } }): AgoraClient;
  createCustomVideoTrack(config: { mediaStreamTrack: MediaStreamTrack } & AgoraEncoding): AgoraLocalVideoTrack;
  createCustomAudioTrack(config: { mediaStreamTrack: MediaStreamTrack; encoderConfig: 'music_standard' }): AgoraLocalTrack;
  /** An empty stream, where its tracks are not a browser's. */
  createStream?(): MediaStream;
  /** 3: errors and warnings are left out of the console but for errors. */
  setLogLevel(level: number): void;
}

export interface AgoraClient {
  /** `DISCONNECTED`, `CONNECTING`, `CONNECTED`, `RECONNECTING`, `DISCONNECTING`. */
  readonly connectionState: string;
  readonly remoteUsers: AgoraRemoteUser[];
  on(event: 'user-published' | 'user-unpublished', listener: (user: AgoraRemoteUser, media: string) => void): void;
  on(event: 'token-privilege-will-expire', listener: () => void): void;
  /** `reason` is told when the new state is `DISCONNECTED`. */
  on(event: 'connection-state-change', listener: (state: string, before: string, reason?: string) => void): void;
  join(appId: string, channel: string, token: string, uid: number): Promise<unknown>;
  leave(): Promise<void>;
  renewToken(token: string): Promise<void>;
  publish(tracks: AgoraLocalTrack | AgoraLocalTrack[]): Promise<void>;
  unpublish(tracks?: AgoraLocalTrack | AgoraLocalTrack[]): Promise<void>;
  subscribe(uid: number, media: 'video' | 'audio'): Promise<AgoraRemoteTrack>;
  unsubscribe(uid: number, media: 'video' | 'audio'): Promise<void>;
  enableDualStream(): Promise<void>;
  setLowStreamParameter(stream: { width: number; height: number; framerate: number; bitrate: number }): void;
  setRemoteVideoStreamType(uid: number, type: number): Promise<void>;
  setStreamFallbackOption(uid: number, fallback: number): Promise<void>;
  getRTCStats(): { RTT: number };
  getRemoteVideoStats(): { [uid: string]: AgoraRemoteVideoStats };
  getRemoteAudioStats(): { [uid: string]: { receivePackets: number } };
  getLocalVideoStats(): AgoraLocalVideoStats;
}
export interface AgoraRemoteUser {
  uid: number | string;
  hasVideo: boolean;
  hasAudio: boolean;
  /** There as long as it is subscribed to. */
  videoTrack?: AgoraRemoteTrack;
  audioTrack?: AgoraRemoteTrack;
}
export interface AgoraRemoteTrack {
  getMediaStreamTrack(): MediaStreamTrack;
}
/** Wraps a track that is the caller's: its `close` would stop that one, and is not called. */
export interface AgoraLocalTrack {
  readonly trackMediaType: 'audio' | 'video';
}
export interface AgoraLocalVideoTrack extends AgoraLocalTrack {
  replaceTrack(track: MediaStreamTrack, stopOldTrack: boolean): Promise<void>;
}
/** Sizes in pixels, bitrates in kbit/s. */
export interface AgoraEncoding {
  width: number;
  height: number;
  frameRate: number;
  bitrateMax: number;
}
/** Bitrates in bit/s, delays in ms. */
export interface AgoraRemoteVideoStats {
  receiveResolutionWidth: number;
  receiveResolutionHeight: number;
  receiveFrameRate?: number;
  decodeFrameRate?: number;
  receiveBitrate: number;
  receiveDelay: number;
  receivePackets: number;
  receivePacketsLost: number;
}
export interface AgoraLocalVideoStats {
  sendResolutionWidth: number;
  sendResolutionHeight: number;
  sendFrameRate?: number;
  sendBitrate: number;
  sendRttMs: number;
  /** 0 to 1. */
  currentPacketLossRate: number;
}

export type LoadAgora = () => Promise<AgoraSdk>;

/** `AgoraRTC.setLogLevel`: errors alone. */
const ERRORS_ALONE = 3;

/** The SDK, loaded when a show first needs it: it is larger than everything else together. */
export const loadAgora: LoadAgora = async () => {
  const { default: sdk } = await import('agora-rtc-sdk-ng');
  sdk.setLogLevel(ERRORS_ALONE);
  return sdk;
};
