export type { AgoraClient, AgoraLocalTrack, AgoraLocalVideoStats, AgoraRemoteTrack, AgoraRemoteUser, AgoraSdk } from './agora/sdk.ts';
export { UnsupportedProvider } from './link.ts';
export { createPlayer } from './player.ts';
export * from './publishing.ts';
export type {
  AskCredentials,
  PlaybackStats,
  PlayerState,
  PublisherState,
  PublishingStats,
  VideoError,
  VideoParts,
  VideoPlayer,
  VideoPublisher,
  VideoQuality,
} from './types.ts';
