export { type AgoraCredentials, ChannelLost, type RenewCredentials } from './connection.ts';
export { AgoraPlayback, NobodyPublishes } from './playback.ts';
export { AgoraPublishing } from './publishing.ts';
export { type LoadAgora, loadAgora } from './sdk.ts';
