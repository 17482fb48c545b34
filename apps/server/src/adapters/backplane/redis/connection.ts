import { createClient } from '@redis/client';
import type { Logger } from 'pino';
import { Listeners } from '../../../domain/listeners.ts';

/** Commands that may wait to be sent; what comes beyond them is refused. */
const MAX_QUEUED = 10_000;
const CONNECT_TIMEOUT = 5_000;
const FIRST_DELAY = 50;
const LONGEST_DELAY = 2_000;

function makeClient(url: string, silence: number) {
  return createClient({
    url,
    // Nothing is kept for later: what is told after an outage is made anew from what is true then.
    disableOfflineQueue: true,
    commandsQueueMaxLength: MAX_QUEUED,
    socket: {
      connectTimeout: CONNECT_TIMEOUT,
      // Without traffic in either direction the connection is taken for dead; each node says something every `renewal`.
      socketTimeout: silence,
      reconnectStrategy: (retries) => Math.min(FIRST_DELAY * 2 ** Math.min(retries, 10), LONGEST_DELAY) * (0.5 + Math.random() / 2),
    },
  });
}
export type RedisClient = ReturnType<typeof makeClient>;

/** Two connections, one for commands and one that listens; both come back by themselves, and the log says once when they go and come. */
export class RedisConnection {
  readonly commands: RedisClient;
  readonly #subscriber: RedisClient;
  readonly #logger: Logger;
  readonly #ready = new Listeners<[]>();
  readonly #lost = new Listeners<[]>();
  #isLost = false;
  #isClosed = false;

  constructor(parts: { url: string; logger: Logger; silence: number }) {
    this.#logger = parts.logger;
    this.commands = makeClient(parts.url, parts.silence);
    this.#subscriber = makeClient(parts.url, parts.silence);
    // Without a listener an error would end the process.
    this.#subscriber.on('error', (error: unknown) => this.#logger.debug({ err: error }, 'the listening connection to Redis is lost'));
    this.commands.on('error', (error: unknown) => this.#noteLost(error));
    this.commands.on('ready', () => this.#noteReady());
  }

  get isReady(): boolean {
    return this.commands.isReady && this.#subscriber.isReady;
  }
  /** The connection for commands is there, for the first time or again. */
  onReady(listener: () => void): void {
    this.#ready.add(listener);
  }
  onLost(listener: () => void): void {
    this.#lost.add(listener);
  }

  /** Connects in the background and keeps trying; hears the channel from then on, also after an outage. */
  open(channel: string, listener: (message: string) => void): void {
    this.#connect(this.commands);
    this.#subscriber
      .connect()
      .then(() => this.#subscriber.subscribe(channel, listener))
      .catch((error: unknown) => this.#noteFailed(error));
  }
  /** Gives up a connection that no longer answers and makes a new one. */
  reconnect(): void {
    if (this.#isClosed) return;
    this.#noteLost(new Error('Redis does not answer'));
    this.commands.destroy();
    this.#connect(this.commands);
  }
  close(): void {
    this.#isClosed = true;
    this.commands.destroy();
    this.#subscriber.destroy();
  }

  #connect(client: RedisClient): void {
    client.connect().catch((error: unknown) => this.#noteFailed(error));
  }
  #noteFailed(error: unknown): void {
    // Connecting is tried for ever: it ends by being closed, or replaced by `reconnect`.
    this.#logger.debug({ err: error }, 'an attempt to reach Redis was given up');
  }
  #noteReady(): void {
    if (this.#isLost) this.#logger.info('Redis is back');
    this.#isLost = false;
    this.#ready.tell();
  }
  #noteLost(error: unknown): void {
    if (this.#isLost || this.#isClosed) return;
    this.#isLost = true;
    this.#logger.warn({ err: error }, 'Redis is away: other nodes are heard later, viewer counts are estimates, rate limits count here');
    this.#lost.tell();
  }
}
