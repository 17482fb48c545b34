import type { VideoCredentials } from '@vitrine/protocol';
import { type LinkParts, type PlaybackLink, unsupported } from './link.ts';
import { openWhep } from './whep.ts';

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
