import type { Logger } from 'pino';
import { type Config, originOf } from './config.ts';
import { type Context, createContext } from './context.ts';
import { webRoot } from './entry-points.ts';
import { createHttpApp } from './http/app.ts';
import type { WebRoots } from './http/web-pages.ts';
import { Listener } from './listener.ts';
import { createLogger } from './logger.ts';
import { type Clock, systemClock } from './ports/clock.ts';
import { createRealtime, type Realtime } from './realtime/index.ts';
import { SERVER_LIMITS } from './server-limits.ts';
import { freePort } from './start/free-port.ts';
import { readTls } from './start/tls.ts';

export { type Config, ConfigError, readConfig } from './config.ts';
export { StartupError } from './start/startup-error.ts';

export interface Overrides {
  logger?: Logger;
  clock?: Clock;
  webRoots?: WebRoots;
}

/** A whole Vitrine in one object: HTTP, sockets, domain, store and video. */
export class VitrineServer {
  readonly config: Config;
  readonly #context: Context;
  readonly #realtime: Realtime;
  readonly #listener: Listener;
  readonly #logger: Logger;
  #isDraining = false;
  #disposed: Promise<void> | null = null;

  private constructor(config: Config, context: Context, realtime: Realtime, listener: (server: VitrineServer) => Listener, logger: Logger) {
    this.config = config;
    this.#context = context;
    this.#realtime = realtime;
    this.#logger = logger;
    this.#listener = listener(this);
    this.#listener.server.on('upgrade', (request, socket, head) => realtime.handleUpgrade(request, socket, head));
  }

  /**
   * Puts the parts together: opens the store, starts nothing that listens.
   * @throws StartupError when a certificate can't be read; what the store says when it can't be opened.
   */
  static async create(given: Config, overrides: Overrides = {}): Promise<VitrineServer> {
    const config = await withPort(given);
    const logger = overrides.logger ?? (await createLogger(config.logLevel, false));
    const clock = overrides.clock ?? systemClock;
    const webRoots = overrides.webRoots ?? { customer: webRoot('customer'), admin: webRoot('admin') };
    const tls = config.tls ? await readTls(config.tls) : null;
    const context = await createContext({ config, logger, clock });
    const { services } = context;
    const realtime = createRealtime({ config, services, logger, clock });
    const listenerOf = (server: VitrineServer) =>
      new Listener(createHttpApp({ config, services, logger, webRoots, isDraining: () => server.#isDraining }), tls);
    return new VitrineServer(config, context, realtime, listenerOf, logger);
  }

  /** Listens. Gives the address. */
  async start(): Promise<string> {
    await this.#listener.listen(this.config.host, this.config.port);
    return this.url;
  }

  /** The address that people open. */
  get url(): string {
    return this.config.publicUrl;
  }

  /** A one-time token for the first admin; null once the shop is set up. */
  issueSetupToken(): Promise<string | null> {
    return this.#context.services.accounts.issueSetupToken();
  }

  /** Stops accepting, tells clients to come back, lets what is in flight finish, and releases everything, within a bounded time. */
  [Symbol.asyncDispose](): Promise<void> {
    this.#disposed ??= this.#drain();
    return this.#disposed;
  }

  async #drain(): Promise<void> {
    this.#isDraining = true;
    this.#logger.info('stopping');
    await withinDrainTime(Promise.all([this.#listener.close(), this.#realtime.drain()]));
    this.#listener.destroy();
    await withinDrainTime(this.#context[Symbol.asyncDispose]());
    this.#logger.info('stopped');
  }
}

/** Port 0 becomes a free one before anything is told the address. */
async function withPort(config: Config): Promise<Config> {
  if (config.port !== 0) return config;
  const port = await freePort(config.host);
  const isMade = config.publicUrl === originOf(config.host, 0, config.tls !== null);
  return { ...config, port, publicUrl: isMade ? originOf(config.host, port, config.tls !== null) : config.publicUrl };
}

async function withinDrainTime(work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, SERVER_LIMITS.drain);
  });
  try {
    await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
