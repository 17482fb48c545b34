import { ApiError, LiveRoom, systemTimers, type Timers, type VitrineApi } from '@vitrine/client';
import { SmallTalk } from '@vitrine/crowd';
import { FROM_THE_HOST, QUESTIONS } from '../crowd/sayings.ts';
import { STAFF_ADDRESS, socketFrom, socketUrlOf } from '../network.ts';

export interface PresenterOptions {
  url: string;
  streamId: string;
  api: VitrineApi;
  token: string;
  /** Products in the order in which they are shown. */
  lineup: readonly string[];
  /** Viewers find the other pieces beside the picture; the figures then take them for shown too. Else each is pinned alone. */
  keepsRestAtHand: boolean;
  /** How long each stays on the screen, in ms; all are shown, and then again. */
  turn: number;
  /** Called when the show is on air without a picture. */
  onInterrupted?(): void;
  onError(error: unknown): void;
  timers?: Timers;
}

/** The host's other hand: brings one piece after another on the screen, writes now and then, answers what is asked. */
export class Presenter {
  readonly #options: PresenterOptions;
  readonly #timers: Timers;
  readonly #room: LiveRoom;
  readonly #talk: SmallTalk;
  #cancel: () => void = () => {};
  #underway: Promise<void> = Promise.resolve();
  #next = 0;
  #isOff = false;

  constructor(options: PresenterOptions) {
    const { url, streamId, token } = options;
    this.#options = options;
    this.#timers = options.timers ?? systemTimers;
    this.#talk = new SmallTalk(() => this.#timers.random());
    this.#room = new LiveRoom({
      url: socketUrlOf(url),
      streamId,
      as: 'admin',
      token: () => token,
      createWebSocket: socketFrom(STAFF_ADDRESS),
    });
    this.#room.subscribe(() => {
      if (this.isInterrupted) options.onInterrupted?.();
    });
  }
  get isInterrupted(): boolean {
    return this.#room.getSnapshot().status === 'interrupted';
  }

  /** Resolves when the first piece is on the screen. */
  async start(): Promise<void> {
    this.#room.join();
    await this.#present();
    this.#wait();
  }
  async stop(): Promise<void> {
    this.#isOff = true;
    this.#cancel();
    await this.#underway;
    this.#room.leave();
  }

  #wait(): void {
    if (this.#isOff) return;
    this.#cancel = this.#timers.after(this.#options.turn, () => {
      this.#underway = this.#turn().catch((error: unknown) => {
        // The show may just have been ended from the dashboard.
        if (!(error instanceof ApiError)) this.#options.onError(error);
      });
      void this.#underway.then(() => this.#wait());
    });
  }
  async #turn(): Promise<void> {
    if (this.#room.getSnapshot().status !== 'live') return;
    await this.#present();
    await this.#answer();
    const line = this.#talk.pick(FROM_THE_HOST);
    if (line !== null) this.#room.sendMessage(line);
  }
  /** The next piece comes on the screen: alone, or in front of the rest. */
  async #present(): Promise<void> {
    const { api, streamId, lineup, keepsRestAtHand } = this.#options;
    const at = this.#next++ % lineup.length;
    await api.setPins(streamId, keepsRestAtHand ? [...lineup.slice(at), ...lineup.slice(0, at)] : lineup.slice(at, at + 1));
  }
  async #answer(): Promise<void> {
    const { api, streamId } = this.#options;
    const { items } = await api.questions(streamId);
    // One at a time, and never the last: somebody at the dashboard may want to answer too.
    if (items.length < 2) return;
    const [question] = items;
    const known = QUESTIONS.find(({ text }) => text === question?.text);
    if (question && known) await api.answerQuestion(streamId, question._id, known.answer);
  }
}
