import type { LivestreamRecord } from '../../ports/storage.ts';
import { type Actor, mayRun } from '../actor.ts';
import { DomainError } from '../errors.ts';
import type { LivestreamService } from '../livestreams/livestreams.ts';

export const moderatesEverywhere = ({ role }: Actor): boolean => role === 'admin' || role === 'moderator';
/** Admins and moderators every show, hosts their own. */
export const mayModerate = (actor: Actor, createdBy: string): boolean => moderatesEverywhere(actor) || mayRun(actor, createdBy);

/**
 * The show, for whoever may moderate it.
 * @throws DomainError `not_found`, `forbidden`
 */
export async function moderatedShow(livestreams: LivestreamService, actor: Actor, streamId: string): Promise<LivestreamRecord> {
  const show = await livestreams.visible(actor, streamId);
  if (!mayModerate(actor, show.createdBy)) throw new DomainError('forbidden', 'Only moderators, admins and the show’s host do this.');
  return show;
}
