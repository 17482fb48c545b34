import type { VideoCredentials } from '@vitrine/protocol';
import { type LinkParts, type PlaybackLink, type PublishingLink, type PublishingLinkParts, UnsupportedProvider } from './link.ts';
import { openWhep } from './whep.ts';
import { openWhip } from './whip.ts';

/**
 * Plays with the provider that the credentials name.
 * @throws NobodyPublishes, ApiError, UnsupportedProvider
 */
export async function openPlayback(credentials: VideoCredentials, parts: LinkParts): Promise<PlaybackLink> {
  switch (credentials.provider) {
    case 'sfu':
      return openWhep(credentials, parts);
    case 'agora': {
      const { openAgoraPlayback } = await import('./agora/links.ts');
      return openAgoraPlayback(credentials, parts);
    }
    default:
      return unsupported(credentials);
  }
}

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

/** A server that is newer than this app may name a provider that the app has never heard of. */
function unsupported(credentials: never): never {
  const { provider } = Object(credentials);
  throw new UnsupportedProvider(`This app can’t speak to the shop’s video provider (${String(provider)}).`);
}
