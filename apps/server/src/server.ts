import type { RequestListener } from 'node:http';
import type { Logger } from 'pino';
import { type Config, originOf } from './config.ts';
import { type Context, createContext } from './context.ts';
import { webRoot } from './entry-points.ts';
import { createHttpApp } from './http/app.ts';
import type { WebRoots } from './http/pages/web-pages.ts';
import { answerWhileStarting } from './http/starting.ts';
import { Listener } from './listener.ts';
import { createLogger } from './logger.ts';
import { type Clock, systemClock } from './ports/clock.ts';
import { createRealtime, type Realtime } from './realtime/index.ts';
import { SERVER_LIMITS } from './server-limits.ts';
import { freePort } from './start/free-port.ts';
import { readTls, type TlsFiles } from './start/tls.ts';

export { type Config, ConfigError, readConfig } from './config.ts';
export { StartupError } from './start/startup-error.ts';

export interface Overrides {
  logger?: Logger;
  clock?: Clock;
  webRoots?: WebRoots;
}

interface Running {
  context: Context;
  realtime: Realtime;
}

/** A whole Vitrine in one object: HTTP, sockets, domain, store and video. */
export class VitrineServer {
  readonly config: Config;
  readonly #logger: Logger;
  readonly #clock: Clock;
  readonly #webRoots: WebRoots;
  readonly #listener: Listener;
  #answer: RequestListener = answerWhileStarting;
  #running: Running | null = null;
  #isDraining = false;
  #disposed: Promise<void> | null = null;

  private constructor(config: Config, tls: TlsFiles | null, parts: Required<Overrides>) {
    this.config = config;
    this.#logger = parts.logger;
    this.#clock = parts.clock;
    this.#webRoots = parts.webRoots;
    this.#listener = new Listener((request, response) => this.#answer(request, response), tls);
    this.#listener.server.on('upgrade', (request, socket, head) => {
      if (this.#running) this.#running.realtime.handleUpgrade(request, socket, head);
      else socket.end('HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    });
  }

  /**
   * Reads what it needs before it can begin; starts nothing.
   * @throws StartupError when a certificate can't be read.
   */
  static async create(given: Config, overrides: Overrides = {}): Promise<VitrineServer> {
    const config = await withPort(given);
    return new VitrineServer(config, config.tls ? await readTls(config.tls) : null, {
      logger: overrides.logger ?? (await createLogger(config.logLevel, false)),
      clock: overrides.clock ?? systemClock,
      webRoots: overrides.webRoots ?? {
        customer: webRoot('web-customer'),
        admin: webRoot('web-admin'),
        mobileCustomer: webRoot('mobile-customer'),
        mobileAdmin: webRoot('mobile-admin'),
      },
    });
  }

  /**
   * Listens, opens the store and puts the parts together. While it waits for a store that is away it says so to whoever asks. Gives the
   * address.
   * @throws StartupError when the port can't be had; what the store says when it can't be opened.
   */
  async start(): Promise<string> {
    await this.#listener.listen(this.config.host, this.config.port);
    const { config } = this;
    const [logger, clock] = [this.#logger, this.#clock];
    const context = await createContext({ config, logger, clock });
    const { services } = context;
    const realtime = createRealtime({ config, services, logger, clock });
    context.metrics.watchSockets(() => realtime.stats());
    this.#running = { context, realtime };
    this.#answer = createHttpApp({
      config,
      services,
      metrics: context.metrics,
      logger,
      webRoots: this.#webRoots,
      isDraining: () => this.#isDraining,
    });
    return this.url;
  }

  /** The address that people open. */
  get url(): string {
    return this.config.publicUrl;
  }

  /** A one-time token for the first admin; null once the shop is set up. */
  async issueSetupToken(): Promise<string | null> {
    return this.#running ? this.#running.context.services.accounts.issueSetupToken() : null;
  }

  /** Stops accepting, tells clients to come back, lets what is in flight finish, and releases everything, within a bounded time. */
  [Symbol.asyncDispose](): Promise<void> {
    this.#disposed ??= this.#drain();
    return this.#disposed;
  }

  async #drain(): Promise<void> {
    this.#isDraining = true;
    this.#logger.info('stopping');
    await withinDrainTime(Promise.all([this.#listener.close(), this.#running?.realtime.drain()]));
    this.#listener.destroy();
    if (this.#running) await withinDrainTime(this.#running.context[Symbol.asyncDispose]());
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
