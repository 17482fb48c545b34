import type { Guest, StageAnswer } from '@vitrine/protocol';
import type { Actor } from '../actor.ts';

/** Who comes on stage beside the host. What is asked for again, and is so already, changes nothing. */
export interface Stage {
  /** By who runs the show. `not_found` for no account, `forbidden` for who may not come, `not_live`, `ended`, `banned`, `stage_full`. */
  invite(actor: Actor, streamId: string, userId: string): Promise<StageAnswer>;
  /** By who has been asked. `not_found` when it has not, or no longer. */
  accept(actor: Actor, streamId: string): Promise<StageAnswer>;
  /** By who runs the show: the guest is not heard until it is let speak again. `not_found` */
  mute(actor: Actor, streamId: string, userId: string, muted: boolean): Promise<StageAnswer>;
  /** By who runs the show, and by the guest itself: says no, leaves, or is put off. */
  remove(actor: Actor, streamId: string, userId: string): Promise<StageAnswer>;
  /** All who are on stage or asked to come, as it is in the store. */
  guests(streamId: string): Promise<Guest[]>;
  /** How this user stands there, as this node knows. */
  standing(streamId: string, userId: string): StageStanding;
  /** Hears of everyone whose standing has changed, on every node. */
  onStanding(listener: (streamId: string, userId: string, standing: StageStanding) => void): () => void;
}
export interface StageStanding {
  /** null: neither asked nor there. */
  guest: Guest | null;
  /** The host's name. */
  from: string;
}
