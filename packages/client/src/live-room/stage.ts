import type { ServerEventPayload } from '@vitrine/protocol';
import type { RoomSnapshot } from './types.ts';

type Stage = Pick<RoomSnapshot, 'guests' | 'invitation'>;

/**
 * Who is on stage, and how we stand there. A lost connection does not take us off: what the next registration says of the stage decides, and
 * until then all stays as it was, so that who publishes goes on.
 */
export class RoomStage {
  readonly #show: (changes: Partial<Stage>) => void;
  /** Up to where the greeting's state goes: what is told again from before does not replace it. */
  #offset = 0;

  constructor(show: (changes: Partial<Stage>) => void) {
    this.#show = show;
  }

  /** A new registration: the stage as it is now comes anew. */
  registered(): void {
    this.#offset = 0;
  }
  change({ offset, guests }: ServerEventPayload<'stage_changed'>, { self, invitation }: RoomSnapshot): void {
    if (offset < this.#offset) return;
    this.#offset = offset;
    const guest = guests.find(({ _id }) => _id === self?.viewerId);
    this.#show({ guests, invitation: guest && invitation ? { ...invitation, guest } : null });
  }
  invite({ guest, from }: ServerEventPayload<'stage_invitation'>): void {
    this.#show({ invitation: guest && { guest, from } });
  }
}
