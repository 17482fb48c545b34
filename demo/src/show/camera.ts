import { systemTimers, type Timers, type VitrineApi } from '@vitrine/client';
import { type FakeHost, publishClip } from '@vitrine/test-env/fake-host';

export interface CameraOptions {
  url: string;
  streamId: string;
  /** Signed in as the host. */
  api: VitrineApi;
  clip: 'studio' | 'teapot';
  /** Whether the show is on air without any picture. */
  isMissed(): boolean;
  onError(error: unknown): void;
  timers?: Timers;
}
/** How long the show is without a picture before the clip takes its place again, in ms. */
const RETURNS_AFTER = 6_000;

/**
 * The host's picture: a clip that is published by WHIP. Who broadcasts from the dashboard takes the host's seat from it; it comes back when
 * nobody has the seat any more.
 */
export class Camera {
  readonly #options: CameraOptions;
  readonly #timers: Timers;
  #host: FakeHost | null = null;
  #cancel: (() => void) | null = null;
  #isOff = false;

  constructor(options: CameraOptions) {
    this.#options = options;
    this.#timers = options.timers ?? systemTimers;
  }

  /** Resolves once the picture is up. */
  async start(): Promise<void> {
    const { url, api, streamId, clip } = this.#options;
    const credentials = await api.video(streamId, 'host');
    if (credentials.provider !== 'sfu') throw new Error('the demo needs the embedded video');
    const host = await publishClip({ whipUrl: `${url}${credentials.url}`, token: credentials.token, clip });
    if (this.#isOff) await host.stop();
    else this.#host = host;
  }

  /** Looks a little later whether the show is still without a picture, and then comes back. */
  returnWhenMissed(): void {
    if (this.#cancel || this.#isOff) return;
    this.#cancel = this.#timers.after(RETURNS_AFTER, () => {
      this.#cancel = null;
      if (!this.#options.isMissed()) return;
      this.#return().catch((error: unknown) => this.#options.onError(error));
    });
  }

  async stop(): Promise<void> {
    this.#isOff = true;
    this.#cancel?.();
    await this.#host?.stop();
    this.#host = null;
  }

  async #return(): Promise<void> {
    await this.#host?.stop();
    this.#host = null;
    await this.start();
  }
}
