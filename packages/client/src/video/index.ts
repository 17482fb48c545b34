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
