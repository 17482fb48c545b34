import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { freeUdpPort } from '../free-port.ts';
import { GOOD_LINK, type LinkConditions, LossyLink } from '../lossy-link.ts';
import { ServerProcess } from '../server-process.ts';
import { openShop } from '../shop.ts';
import { credentials, launch, openPage } from './browsers.ts';
import { type Encoding, type PlayerFigures, playInPage, publishInPage, readPlayer } from './in-page.ts';

/** What is published: 720p in three encodings, at the rates that browsers' defaults give or a little below. */
const PICTURE = { width: 1_280, height: 720 };
export const ENCODINGS: Encoding[] = [
  { rid: 'q', scaleResolutionDownBy: 4, maxBitrate: 150_000 },
  { rid: 'h', scaleResolutionDownBy: 2, maxBitrate: 500_000 },
  { rid: 'f', scaleResolutionDownBy: 1, maxBitrate: 1_600_000 },
];
export const TOP_HEIGHT = PICTURE.height;
const FILM_SECONDS = 4;
const LOOK_AGAIN_MS = 50;

/** What has been opened, closed the other way round. */
class Parts implements AsyncDisposable {
  readonly #closers: (() => Promise<void>)[] = [];

  defer(close: () => Promise<void>): void {
    this.#closers.unshift(close);
  }
  use<T extends AsyncDisposable>(part: T): T {
    this.defer(async () => part[Symbol.asyncDispose]());
    return part;
  }
  async [Symbol.asyncDispose](): Promise<void> {
    for (const close of this.#closers) await close();
  }
}

/** A real show on the loopback: Chromium publishes simulcast, Chromium plays it through a link that can be made worse and better. */
export class Watching implements AsyncDisposable {
  readonly link: LossyLink;
  readonly #player: Page;
  readonly #close: () => Promise<void>;

  private constructor(link: LossyLink, player: Page, close: () => Promise<void>) {
    this.link = link;
    this.#player = player;
    this.#close = close;
  }

  /** @throws when Chromium or ffmpeg, which makes the film before the camera, is missing. */
  static async start(conditions: LinkConditions = GOOD_LINK): Promise<Watching> {
    const parts = new Parts();
    try {
      return await Watching.#build(parts, conditions);
    } catch (error) {
      await parts[Symbol.asyncDispose]();
      throw error;
    }
  }

  static async #build(parts: Parts, conditions: LinkConditions): Promise<Watching> {
    const folder = await mkdtemp(join(tmpdir(), 'vitrine-film-'));
    parts.defer(() => rm(folder, { recursive: true, force: true }));
    const film = makeFilm(folder);
    const udpPort = await freeUdpPort();
    const server = parts.use(await ServerProcess.start({ env: { VIDEO_UDP_PORT: String(udpPort) }, execArgv: [] }));
    const link = parts.use(await LossyLink.open(udpPort, conditions));
    const shop = await openShop(server);
    const show = await shop.createShow('Rehearsal');
    const host = await launch(film);
    parts.defer(() => host.close());
    const publisher = await openPage(host, server.url);
    const grant = await credentials(shop, show, 'host', server.url);
    await publisher.evaluate(publishInPage, { ...grant, ...PICTURE, encodings: ENCODINGS });
    await shop.request('PUT', `/livestreams/${show._id}`, { isActive: true });
    const audience = await launch(film);
    parts.defer(() => audience.close());
    const player = await openPage(audience, server.url);
    const guest = await shop.guest('Amir');
    await player.evaluate(playInPage, { ...(await credentials(guest, show, 'viewer', server.url)), linkPort: link.port });
    return new Watching(link, player, () => parts[Symbol.asyncDispose]());
  }

  read(): Promise<PlayerFigures> {
    return this.#player.evaluate(readPlayer);
  }
  /** Waits until `look` says so and gives what it saw; null when it does not within the time, in ms. */
  async until(look: (figures: PlayerFigures) => boolean, within: number): Promise<PlayerFigures | null> {
    for (const end = performance.now() + within; performance.now() < end; await wait(LOOK_AGAIN_MS)) {
      const figures = await this.read();
      if (look(figures)) return figures;
    }
    return null;
  }
  [Symbol.asyncDispose](): Promise<void> {
    return this.#close();
  }
}

export const heightOf = ({ frames }: PlayerFigures): number => frames.at(-1)?.height ?? 0;

/** The longest time between two frames after `since`, or until now when none followed, in ms. */
export function longestGap({ frames, now }: PlayerFigures, since: number): number {
  const times = [...frames.map(({ at }) => at).filter((at) => at >= since), now];
  const before = frames.filter(({ at }) => at < since).at(-1)?.at ?? since;
  let longest = 0;
  let last = before;
  for (const at of times) {
    longest = Math.max(longest, at - last);
    last = at;
  }
  return longest;
}

/** Detailed enough that encoders use the bitrate they may. */
function makeFilm(folder: string): string {
  const path = join(folder, 'film.mjpeg');
  const source = `testsrc2=size=${PICTURE.width}x${PICTURE.height}:rate=20,noise=alls=10:allf=t`;
  const made = spawnSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', source, '-t', String(FILM_SECONDS), '-q:v', '5', '-y', path]);
  if (made.status !== 0) throw new Error(`ffmpeg could not make a film: ${made.error?.message ?? made.stderr.toString()}`);
  return path;
}
