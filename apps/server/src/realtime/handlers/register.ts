import type { ClientEventOf, ServerEvent } from '@vitrine/protocol';
import { type Actor, isStaff, mayRun } from '../../domain/actor.ts';
import { DomainError } from '../../domain/errors.ts';
import { publicSettings } from '../../domain/livestreams/livestream-view.ts';
import type { LivestreamState } from '../../domain/services.ts';
import type { Connection } from '../connection.ts';
import { frameEvent } from '../frame.ts';
import { type Identity, identify } from '../identity.ts';
import { handOver, startFrom } from '../outbox.ts';
import { restricted } from '../restrictions.ts';
import type { Room } from '../room.ts';
import { isModerator } from '../room-news.ts';
import { tellStanding } from '../standings.ts';
import { type Handler, rateSubject, type SessionContext } from './handler.ts';

type Registration = ClientEventOf<'register'>['data'];

export const register: Handler<'register'> = (context, connection, event) => enter(context, connection, event.data, false);

/** Puts the connection into the lobby or a show, whatever it was in before. If that fails it stays where it is. */
export async function enter(
  context: SessionContext,
  connection: Connection,
  data: Registration,
  asAdmin: boolean,
): Promise<Record<string, never>> {
  const identity = await identify(context.services.accounts, data.token, connection.cookieToken);
  if (!connection.isOpen) return {};
  const { bans } = context.services;
  if (data.streamId === undefined) {
    bans.assertMay(identity.actor, null, 'only bans');
    become(context, connection, identity.actor);
    context.hub.takeOut(connection);
    connection.send(registered(context, identity, null));
    context.lobby.enter(connection);
    return {};
  }
  const room = await context.hub.enter(data.streamId);
  let isIn = false;
  try {
    const { actor } = identity;
    const [snapshot, liked] = await Promise.all([
      room.snapshot(),
      identity.issuedToken === null ? context.services.likes.has(room.streamId, actor.id) : false,
    ]);
    assertVisible(snapshot.state, actor);
    const start = await startFrom(room, data.resume, context.limits);
    if (!connection.isOpen) return {};
    // With nothing to wait for between this and the actor's name on the connection: a ban either refuses here or finds it.
    bans.assertMay(actor, room.streamId, 'only bans');
    become(context, connection, actor);
    context.hub.takeOut(connection);
    context.lobby.members.delete(connection);
    connection.room = room;
    isIn = true;
    // The control room is not an audience.
    if (!(asAdmin && isStaff(actor))) connection.leaveAudience = context.services.audience.join(room.streamId, actor.id);
    const { streamId } = room;
    // The count over all nodes is on its way; a viewer who is here is at least one.
    const viewerCount = Math.max(context.services.audience.count(streamId), connection.leaveAudience ? 1 : 0);
    const figures = { ...room.figures.latest, viewerCount, peakViewers: Math.max(viewerCount, room.figures.latest.peakViewers) };
    const greeting: ServerEvent[] = [
      registered(context, identity, room),
      { type: 'stream_update', data: { streamId, ...figures, liked } },
      { type: 'pinned_products_updated', data: { streamId, offset: snapshot.offset, products: snapshot.products } },
      { type: 'settings_updated', data: { streamId, offset: snapshot.offset, settings: publicSettings(snapshot.state.settings) } },
      { type: 'message_pinned', data: { streamId, offset: snapshot.offset, message: snapshot.pinnedMessage } },
      { type: 'stage_changed', data: { streamId, offset: snapshot.offset, guests: snapshot.state.guests } },
    ];
    const timeout = isStaff(actor) ? null : bans.of(actor.id, streamId);
    if (timeout) greeting.push(restricted(timeout));
    await handOver(connection, room, start, greeting.map(frameEvent), context.limits);
    tellStanding(context.services, connection);
    if (isModerator(context.services, room, connection))
      connection.send({ type: 'moderation_update', data: { streamId, ...(await context.services.moderation.waiting(streamId)) } });
  } finally {
    if (!isIn) context.hub.leave(room);
  }
  return {};
}

/** @throws DomainError `rate_limited` when the session has as many sockets as it may. */
function become({ registry, limits }: SessionContext, connection: Connection, actor: Actor): void {
  if (!registry.claim(connection, rateSubject(actor)))
    throw new DomainError('rate_limited', `A session may have ${limits.socketsPerSession} connections.`, { retryAfter: 30 });
  connection.actor = actor;
  registry.registered(connection);
}

function assertVisible(state: LivestreamState, actor: Actor): void {
  if (state.visibility === 'private' && !isStaff(actor) && !mayRun(actor, state.createdBy))
    throw new DomainError('not_found', 'There is no such livestream.');
}

function registered({ clock }: SessionContext, { actor, issuedToken }: Identity, room: Room | null): ServerEvent {
  return {
    type: 'registered',
    data: {
      streamId: room?.streamId ?? null,
      viewerId: actor.id,
      username: actor.name,
      role: actor.role,
      ...(issuedToken !== null && { token: issuedToken }),
      serverTime: new Date(clock.now()).toISOString(),
    },
  };
}
