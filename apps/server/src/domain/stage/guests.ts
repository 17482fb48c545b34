import { type Guest, LIMITS } from '@vitrine/protocol';
import type { GuestRecord, LivestreamRecord } from '../../ports/storage.ts';
import { DomainError } from '../errors.ts';
import { STAGE_LIMITS } from './limits.ts';

/*
 * The steps by which the guests of a show change. Each gives the guests afterwards, and the very same list when there is nothing to change, so
 * that nothing is written then.
 */
type Guests = GuestRecord[];

export const guestOf = (guests: readonly GuestRecord[], userId: string): GuestRecord | null =>
  guests.find(({ _id }) => _id === userId) ?? null;
/** Who has said yes: may publish, and stays until it is told otherwise. */
export const isOnStage = (guest: Pick<GuestRecord, 'state'> | null): boolean => guest !== null && guest.state !== 'invited';
/** As clients are told. */
export const guestView = ({ _id, name, state, muted }: GuestRecord): Guest => ({ _id, name, state, muted });
export const stageView = ({ guests }: Pick<LivestreamRecord, 'guests'>): Guest[] => guests.map(guestView);

/** Without those whose time is over. */
export function withoutLapsed(guests: Guests, now: number): Guests {
  const standing = guests.filter(({ until }) => until === null || until > now);
  return standing.length === guests.length ? guests : standing;
}
/** @throws DomainError `stage_full` */
export function invited(guests: Guests, user: { _id: string; name: string }, now: number): Guests {
  if (guestOf(guests, user._id)) return guests;
  if (guests.length >= LIMITS.guests)
    throw new DomainError('stage_full', `There is room for ${LIMITS.guests} guests: put one off, or take an invitation back.`);
  const guest: GuestRecord = { _id: user._id, name: user.name, state: 'invited', muted: false, until: now + STAGE_LIMITS.invitation };
  return [...guests, guest];
}
/** @throws DomainError `not_found` for who has not been asked. */
export function accepted(guests: Guests, userId: string, now: number): Guests {
  const guest = guestOf(guests, userId);
  if (!guest) throw new DomainError('not_found', 'You have not been asked on stage, or no longer.');
  return isOnStage(guest) ? guests : changed(guests, userId, { state: 'accepted', until: now + STAGE_LIMITS.firstPicture });
}
/** @throws DomainError `not_found` for who is not on stage. */
export function silenced(guests: Guests, userId: string, muted: boolean): Guests {
  const guest = guestOf(guests, userId);
  if (!guest) throw new DomainError('not_found', 'There is no such guest on stage.');
  return guest.muted === muted ? guests : changed(guests, userId, { muted });
}
export function removed(guests: Guests, userId: string): Guests {
  return guestOf(guests, userId) ? guests.filter(({ _id }) => _id !== userId) : guests;
}
/** The guest's picture is there. */
export function shown(guests: Guests, userId: string): Guests {
  const guest = guestOf(guests, userId);
  return guest?.state === 'accepted' ? changed(guests, userId, { state: 'live', until: null }) : guests;
}
/** Its picture is lost; it may come back. */
export function lost(guests: Guests, userId: string, now: number): Guests {
  const guest = guestOf(guests, userId);
  return guest?.state === 'live' ? changed(guests, userId, { state: 'accepted', until: now + STAGE_LIMITS.away }) : guests;
}

const changed = (guests: Guests, userId: string, changes: Partial<GuestRecord>): Guests =>
  guests.map((guest) => (guest._id === userId ? { ...guest, ...changes } : guest));
