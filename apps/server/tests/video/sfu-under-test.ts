import { type FakeHost, publishClip, type WatchedStream, watchStream } from '../../../../packages/test-env/src/fake-host/index.ts';
import { freeUdpPort } from '../../../../packages/test-env/src/free-port.ts';
import { createSfu, type EmbeddedSfu } from '../../src/adapters/video/sfu/index.ts';
import { systemClock } from '../../src/ports/clock.ts';
import type { VideoEvent, VideoFigures } from '../../src/ports/video.ts';
import { signallingFront } from './signalling-front.ts';

export const STREAM = 'a'.repeat(24);
export const HOST = 'b'.repeat(24);
const silent = { info: () => {}, warn: () => {}, error: () => {} };
type Event = Exclude<VideoEvent, { type: 'health' }>;

/** The embedded SFU with the least of HTTP before it, synthetic hosts, guests and viewers, and what it tells. */
export class SfuUnderTest implements AsyncDisposable {
  readonly sfu: EmbeddedSfu;
  readonly udpPort: number;
  /** What it has told, without the figures. */
  readonly events: Event[] = [];
  readonly #front: { url: string; close(): Promise<void> };
  readonly #heard = new Set<() => void>();
  readonly #opened: { stop(): Promise<void> }[] = [];

  private constructor(sfu: EmbeddedSfu, udpPort: number, front: { url: string; close(): Promise<void> }) {
    this.sfu = sfu;
    this.udpPort = udpPort;
    this.#front = front;
    sfu.onEvent((event) => {
      if (event.type === 'health') return;
      this.events.push(event);
      for (const look of [...this.#heard]) look();
    });
  }
  static async start(options: { maxViewers?: number } = {}): Promise<SfuUnderTest> {
    const udpPort = await freeUdpPort();
    const sfu = createSfu({
      udpPort,
      bindAddress: '127.0.0.1',
      announcedAddress: '127.0.0.1',
      placement: { place: async () => 'here' },
      tokenSecret: 'secret',
      clock: systemClock,
      ...options,
      logger: silent,
    });
    await sfu.start();
    return new SfuUnderTest(sfu, udpPort, await signallingFront(sfu.signalling));
  }

  /** Waits until the media process tells figures of which this is so. */
  figures(isSo: (figures: VideoFigures) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!isSo(this.sfu.figures())) return;
        clearInterval(looking);
        resolve();
      };
      // They come every few seconds, and nobody is told.
      const looking = setInterval(look, 50);
      look();
    });
  }
  /** Waits for the nth event of this type, of this seat. */
  event(type: Event['type'], seat: string = 'host', nth = 1): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = this.events.filter((one) => one.type === type && (!('seat' in one) || one.seat === seat));
        if (found.length < nth) return;
        this.#heard.delete(look);
        resolve();
      };
      this.#heard.add(look);
      look();
    });
  }
  /** Publishes from the host's seat, or from the guest's of this id. */
  async publish(options: { guest?: string; now?: () => number; videoBitrate?: number } = {}): Promise<FakeHost> {
    const { guest, ...how } = options;
    const { url, token } = await this.credentials(guest ? 'guest' : 'host', guest ?? HOST, guest ?? 'host');
    const host = await publishClip({ whipUrl: url, token, ...how });
    this.#opened.push(host);
    return host;
  }
  async watch(userId: string, seat = 'host', options: { reports?: boolean } = {}): Promise<WatchedStream> {
    const { url, token } = await this.credentials('viewer', userId, seat);
    const viewer = await watchStream({ whepUrl: url, token, ...options });
    this.#opened.push(viewer);
    return viewer;
  }
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#opened.splice(0).map((one) => one.stop()));
    await this.#front.close();
    await this.sfu[Symbol.asyncDispose]();
  }

  /** Where to send an offer, and with what. */
  async credentials(role: 'host' | 'guest' | 'viewer', userId: string, seat: string): Promise<{ url: string; token: string }> {
    const given = await this.sfu.credentials({ streamId: STREAM, userId, role, seat, quality: '720p' });
    if (given.provider !== 'sfu') throw new Error('not the embedded service');
    return { url: `${this.#front.url}${given.url}`, token: given.token };
  }
}
