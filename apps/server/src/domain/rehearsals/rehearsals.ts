import { Crowd, PACES, SmallTalk } from '@vitrine/crowd';
import type { CrowdPace, RehearsalCrowd, RehearsalCrowdInput } from '@vitrine/protocol';
import type { Actor } from '../actor.ts';
import { DomainError } from '../errors.ts';
import { InOrder } from '../in-order.ts';
import type { LivestreamService } from '../livestreams/livestreams.ts';
import type { Rehearsals } from '../services.ts';
import { Extra, type Scene } from './extra.ts';

/** What a rehearsal has before anybody is called, and after they left. */
const NOBODY: RehearsalCrowd = { viewers: 0, pace: 'usual' };
/** Milliseconds until all of them are there. */
const ARRIVE_WITHIN = 8_000;

/** Simulated viewers for rehearsals, in this process: they leave with the show, and with the node that they were called on. */
export class RehearsalService implements Rehearsals {
  readonly #livestreams: LivestreamService;
  readonly #scene: Scene;
  readonly #onError: (error: unknown) => void;
  readonly #crowds = new Map<string, { crowd: Crowd; is: RehearsalCrowd }>();
  /** Two of the staff may call at once: whoever comes second finds the crowd of the first. */
  readonly #inOrder = new InOrder();

  constructor({ livestreams, onError, ...scene }: Scene & { livestreams: LivestreamService; onError: (error: unknown) => void }) {
    this.#livestreams = livestreams;
    this.#scene = { ...scene, livestreams };
    this.#onError = onError;
  }

  async crowd(actor: Actor, streamId: string): Promise<RehearsalCrowd> {
    await this.#assertRehearsed(actor, streamId);
    return this.#crowds.get(streamId)?.is ?? NOBODY;
  }
  async gather(actor: Actor, streamId: string, { viewers, pace }: RehearsalCrowdInput): Promise<RehearsalCrowd> {
    await this.#assertRehearsed(actor, streamId);
    return this.#inOrder.run(streamId, async () => {
      const there = this.#crowds.get(streamId);
      if (there?.is.viewers === viewers) {
        if (there.is.pace !== pace) there.crowd.changeRate(PACES[pace]);
        there.is = { viewers, pace };
        return there.is;
      }
      await this.#sendAway(streamId);
      if (viewers === 0) return NOBODY;
      // Asked last: the show may have ended while the others left.
      if (!this.#livestreams.isOnAir(streamId)) throw new DomainError('not_live', 'The rehearsal has not started yet, or is over.');
      const is = { viewers, pace };
      this.#crowds.set(streamId, { crowd: this.#call(streamId, viewers, pace), is });
      return is;
    });
  }
  /** The show is over. */
  leave(streamId: string): Promise<void> {
    return this.#inOrder.run(streamId, () => this.#sendAway(streamId));
  }
  /** The process ends. */
  async leaveAll(): Promise<void> {
    await Promise.all([...this.#crowds.keys()].map((streamId) => this.leave(streamId)));
  }

  #call(streamId: string, size: number, pace: CrowdPace): Crowd {
    const talk = new SmallTalk(() => this.#scene.timers.random());
    const crowd = new Crowd({
      size,
      rate: PACES[pace],
      arriveWithin: ARRIVE_WITHIN,
      viewer: (number) => new Extra(this.#scene, streamId, talk, number),
      onError: this.#onError,
      timers: this.#scene.timers,
    });
    crowd.start();
    return crowd;
  }
  async #sendAway(streamId: string): Promise<void> {
    const gathered = this.#crowds.get(streamId);
    this.#crowds.delete(streamId);
    await gathered?.crowd.leave();
  }
  async #assertRehearsed(actor: Actor, streamId: string): Promise<void> {
    const { rehearsal } = await this.#livestreams.runnable(actor, streamId);
    if (!rehearsal) throw new DomainError('conflict', 'Simulated viewers come to rehearsals alone.');
  }
}
