import type { Livestream } from '@vitrine/protocol';
import { api } from '../server/api.ts';

/** A private copy of the show, to be tried out in the control room. Gives the way there. */
export async function makeRehearsal({ title, description, quality, thumbnailUrl, lineup, settings }: Livestream): Promise<string> {
  const made = await api.createLivestream({ title, description, quality, thumbnailUrl, lineup, settings, rehearsal: true });
  return `/shows/${made._id}`;
}
