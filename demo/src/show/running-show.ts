import { systemTimers } from '@vitrine/client';
import { Crowd, SmallTalk } from '@vitrine/crowd';
import type { Livestream } from '@vitrine/protocol';
import { Shopper } from '../crowd/shopper.ts';
import { idOf, type OpenShop } from '../shop/open-shop.ts';
import type { PieceName } from '../shop/pieces.ts';
import type { ShowPlan } from '../shop/shows.ts';
import { Camera } from './camera.ts';
import { Presenter } from './presenter.ts';

export interface RunOptions {
  url: string;
  shop: OpenShop;
  plan: Pick<ShowPlan, 'host' | 'lineup'>;
  show: Livestream;
  clip: 'studio' | 'teapot';
  viewers: number;
  rate: number;
  /** The first viewer's number. */
  from: number;
  /** The crowd is there after so many ms. */
  arriveWithin: number;
  /** As `PresenterOptions`. */
  keepsRestAtHand: boolean;
  /** How long each piece stays on the screen, in ms. */
  turn: number;
  onError(error: unknown): void;
}

/** A show on air, as the server sees it: a host's picture, somebody who shows the pieces, and a crowd. */
export class RunningShow {
  readonly #options: RunOptions;
  readonly #camera: Camera;
  readonly #presenter: Presenter;
  readonly #crowd: Crowd;

  private constructor(options: RunOptions, camera: Camera, presenter: Presenter, crowd: Crowd) {
    this.#options = options;
    this.#camera = camera;
    this.#presenter = presenter;
    this.#crowd = crowd;
  }

  /** Resolves once the picture is up and the first piece is on the screen. */
  static async start(options: RunOptions): Promise<RunningShow> {
    const { url, shop, plan, show, onError } = options;
    const { api, token } = await shop.as(plan.host);
    await api.startLivestream(show._id);
    const lineup = plan.lineup.map((name) => idOf(shop, name));
    const presenter: Presenter = new Presenter({
      ...{ url, streamId: show._id, api, token, lineup, keepsRestAtHand: options.keepsRestAtHand, turn: options.turn, onError },
      onInterrupted: () => camera.returnWhenMissed(),
    });
    const camera = new Camera({ url, streamId: show._id, api, clip: options.clip, isMissed: () => presenter.isInterrupted, onError });
    try {
      await camera.start();
      await presenter.start();
    } catch (error) {
      await Promise.all([presenter.stop(), camera.stop()]);
      throw error;
    }
    const names = new Map<string, PieceName>([...shop.pieces].map(([name, id]) => [id, name]));
    const random = (): number => systemTimers.random();
    const talk = new SmallTalk(random);
    const pieceOf = (productId: string): PieceName | null => names.get(productId) ?? null;
    const crowd = new Crowd({
      ...{ size: options.viewers, rate: options.rate, arriveWithin: options.arriveWithin, onError, timers: systemTimers },
      viewer: (number) => new Shopper({ url, streamId: show._id, index: options.from + number, random, talk, pieceOf }),
    });
    crowd.start();
    return new RunningShow(options, camera, presenter, crowd);
  }

  /** The host says goodbye: the show is ended, then everyone leaves. */
  async end(): Promise<void> {
    const { shop, show } = this.#options;
    await this.#presenter.stop();
    await shop.owner.endLivestream(show._id);
    await this.leave();
  }

  /** All who were simulated go, whatever becomes of the show. */
  async leave(): Promise<void> {
    await this.#presenter.stop();
    await Promise.all([this.#crowd.leave(), this.#camera.stop()]);
  }
}
