import type { VitrineApi } from '@vitrine/client';
import { type FakeHost, publishClip } from '@vitrine/test-env/fake-host';

/** Publishes a clip by WHIP as the host of a show. */
export async function broadcast(url: string, api: VitrineApi, streamId: string, clip: 'studio' | 'teapot'): Promise<FakeHost> {
  const credentials = await api.video(streamId, 'host');
  if (credentials.provider !== 'sfu') throw new Error('the demo needs the embedded video');
  return publishClip({ whipUrl: `${url}${credentials.url}`, token: credentials.token, clip });
}
