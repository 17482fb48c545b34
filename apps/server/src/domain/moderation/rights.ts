import type { LivestreamRecord } from '../../ports/storage.ts';
import { type Actor, mayModerate } from '../actor.ts';
import { DomainError } from '../errors.ts';
import type { LivestreamService } from '../livestreams/livestreams.ts';

/**
 * The show, for whoever may moderate it.
 * @throws DomainError `not_found`, `forbidden`
 */
export async function moderatedShow(livestreams: LivestreamService, actor: Actor, streamId: string): Promise<LivestreamRecord> {
  const show = await livestreams.visible(actor, streamId);
  if (!mayModerate(actor, show.createdBy)) throw new DomainError('forbidden', 'Only moderators, admins and the show’s host do this.');
  return show;
}
