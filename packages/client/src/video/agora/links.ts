import { type LinkParts, type PlaybackLink, type PublishingLink, type PublishingLinkParts, TakenOver } from '../link.ts';
import type { AgoraCredentials, ChannelLost } from './connection.ts';
import { AgoraPlayback } from './playback.ts';
import { AgoraPublishing } from './publishing.ts';
import { loadAgora } from './sdk.ts';

export const openAgoraPlayback = (credentials: AgoraCredentials, parts: LinkParts): Promise<PlaybackLink> =>
  AgoraPlayback.open(credentials, { ...parts, loadAgora: parts.loadAgora ?? loadAgora });

export async function openAgoraPublishing(
  credentials: AgoraCredentials,
  tracks: readonly MediaStreamTrack[],
  parts: PublishingLinkParts,
): Promise<PublishingLink> {
  // Who joins last as the uid of a seat has it.
  const onLost = (error: ChannelLost): void =>
    parts.onLost(error.reason === 'UID_CONFLICT' ? new TakenOver('Another device publishes in the place of this one.') : error);
  const publishing = await AgoraPublishing.open(credentials, tracks, { ...parts, loadAgora: parts.loadAgora ?? loadAgora, onLost });
  parts.onLive();
  return publishing;
}
