import type { VideoCredentials } from '@vitrine/protocol';
import { type PublishingLink, type PublishingLinkParts, unsupported } from './link.ts';
import { openWhip } from './whip.ts';

/**
 * Publishes with the provider that the credentials name.
 * @throws TakenOver, ApiError, UnsupportedProvider
 */
export async function openPublishing(
  credentials: VideoCredentials,
  tracks: readonly MediaStreamTrack[],
  parts: PublishingLinkParts,
): Promise<PublishingLink> {
  switch (credentials.provider) {
    case 'sfu':
      return openWhip(credentials, tracks, parts);
    case 'agora': {
      const { openAgoraPublishing } = await import('./agora/links.ts');
      return openAgoraPublishing(credentials, tracks, parts);
    }
    default:
      return unsupported(credentials);
  }
}
