import { type Role, StaffRole } from '@vitrine/protocol';
import { DomainError } from './errors.ts';

/** Who acts: the session's account or guest, or the holder of a signed viewer token. */
export interface Actor {
  /** Account id, guest id or viewer id: 24 hex digits. */
  readonly id: string;
  readonly role: Role;
  /** null for a viewer who has not said a name. */
  readonly name: string | null;
  /** The hash of the session's token; null for viewers. */
  readonly sessionHash: string | null;
  /** Of a simulated viewer: the rehearsal that it belongs to. */
  readonly rehearses?: string;
}
const STAFF: ReadonlySet<Role> = new Set<Role>(StaffRole.options);
export const isStaff = (actor: Actor | null): boolean => actor !== null && STAFF.has(actor.role);
/** The role in which somebody of the shop acts; undefined for everybody else. */
export const staffRole = ({ role }: Actor): StaffRole | undefined => StaffRole.options.find((one) => one === role);
/** Whether the actor may run this show: an admin any, a host its own. */
export const mayRun = (actor: Actor | null, createdBy: string): boolean =>
  actor !== null && (actor.role === 'admin' || (actor.role === 'host' && actor.id === createdBy));
export const moderatesEverywhere = ({ role }: Actor): boolean => role === 'admin' || role === 'moderator';
/** Admins and moderators every show, hosts their own. */
export const mayModerate = (actor: Actor, createdBy: string): boolean => moderatesEverywhere(actor) || mayRun(actor, createdBy);
/** @throws DomainError `forbidden`, with these words. */
export function assertAdmin(actor: Actor, words = 'Only admins do this.'): void {
  if (actor.role !== 'admin') throw new DomainError('forbidden', words);
}
/** The shop itself, where nobody acts: a show that ends because its host has gone. */
export const SHOP_ITSELF: Actor = { id: '0'.repeat(24), role: 'admin', name: null, sessionHash: null };
