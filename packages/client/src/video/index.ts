export { type Devices, type DeviceTrouble, deviceTrouble, listDevices, openDevices } from './devices.ts';
export { createPlayer } from './player.ts';
export { createPublisher, type PublisherOptions } from './publisher.ts';
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
