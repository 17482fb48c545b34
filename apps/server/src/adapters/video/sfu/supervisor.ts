import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { DomainError } from '../../../domain/errors.ts';
import { entryPoint } from '../../../entry-points.ts';
import type { VideoEvent } from '../../../ports/video.ts';
import { FiguresOverRestarts } from './health/process-figures.ts';
import { SUPERVISOR_LIMITS } from './limits.ts';
import { FromProcess, type SfuRequest, type StartMessage, type ToProcess } from './messages.ts';

export type FromRecorder = Extract<FromProcess, { type: 'recording' | 'keyframe' }>;
export type ProcessAnswer = Extract<FromProcess, { type: 'answer' }>;
interface Pending {
  resolve(answer: ProcessAnswer): void;
  reject(error: Error): void;
  timer: NodeJS.Timeout;
}
export interface SupervisorOptions extends Omit<StartMessage, 'type'> {
  logger: Pick<Logger, 'info' | 'warn' | 'error'>;
  onEvent(event: VideoEvent): void;
  /** What the recorder in the process tells. */
  onRecording(message: FromRecorder): void;
}

/**
 * glibc gives each thread of the native library a heap of its own, and what a viewer leaves in one is not used for the next that is served
 * by another: the process grew by 16 KB with every viewer that came and went. With two heaps it stays as it is.
 */
const MALLOC_ARENA_MAX = '2';

/** Keeps the media process running: starts it, asks it, listens to its heart, and starts another when it has died or hangs. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  /** What the processes have told of themselves. */
  readonly figures = new FiguresOverRestarts();
  #child: ChildProcess | null = null;
  #ready = false;
  #stopped = false;
  #nextId = 1;
  readonly #pending = new Map<number, Pending>();
  /** Who was publishing, so that the news of their loss can be told when the process can't. */
  readonly #publishing = new Map<string, Extract<VideoEvent, { seat: string }>>();
  #startedAt = 0;
  #heardAt = 0;
  #delay: number = SUPERVISOR_LIMITS.restartDelay;
  #restart: NodeJS.Timeout | null = null;
  #heart: NodeJS.Timeout | null = null;

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  /** The media process's id, while there is one. */
  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** @throws when the process can't serve: the UDP port is taken, or the native library does not load. */
  async start(): Promise<void> {
    await this.#launch();
    this.#heart = setInterval(() => this.#beat(), SUPERVISOR_LIMITS.heartbeatInterval);
  }

  /** Rejects with `video_unavailable` while the process is away, and with the process's own refusals. */
  async ask(request: SfuRequest): Promise<ProcessAnswer> {
    // Whoever ends a show needs no news of its publisher.
    if (request.type === 'end')
      for (const [key, { streamId }] of this.#publishing) if (streamId === request.streamId) this.#publishing.delete(key);
    const child = this.#child;
    if (!child || !this.#ready || this.#pending.size >= SUPERVISOR_LIMITS.pendingRequests) throw unavailable();
    const id = this.#nextId++;
    const answer = await new Promise<ProcessAnswer>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#pending.delete(id);
        reject(unavailable());
      }, SUPERVISOR_LIMITS.requestTimeout);
      this.#pending.set(id, { resolve, reject, timer });
      send(child, { type: 'request', id, request });
    });
    if (answer.error) throw new DomainError(answer.error.code, answer.error.message, { retryAfter: answer.error.retryAfter });
    return answer;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#ready = false;
    if (this.#heart) clearInterval(this.#heart);
    if (this.#restart) clearTimeout(this.#restart);
    const child = this.#child;
    if (!child) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    const timer = setTimeout(() => child.kill('SIGKILL'), SUPERVISOR_LIMITS.stopTimeout);
    send(child, { type: 'stop' });
    await ended;
    clearTimeout(timer);
  }

  async #launch(): Promise<void> {
    const { udpPort, bindAddress, announcedAddress, maxViewers, logger } = this.#options;
    const child = fork(fileURLToPath(entryPoint('sfu-process')), [], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execArgv: [],
      env: { MALLOC_ARENA_MAX, ...process.env },
    });
    this.#child = child;
    this.#startedAt = performance.now();
    this.#heardAt = this.#startedAt;
    child.stderr?.on('data', (text: Buffer) =>
      logger.error({ output: text.toString().trimEnd().slice(0, 4_000) }, 'the video process reported an error'),
    );
    child.on('error', (error) => logger.error({ error }, 'the video process could not be reached'));
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        child.kill('SIGKILL');
        reject(new Error('the video process did not start in time'));
      }, SUPERVISOR_LIMITS.startTimeout);
      const settle = (error: Error | null): void => {
        clearTimeout(timer);
        if (error) reject(error);
        else resolve();
      };
      child.on('message', (raw) => {
        const message = FromProcess.parse(raw);
        if (message.type === 'ready') {
          this.#ready = true;
          settle(null);
        } else if (message.type === 'failed') settle(startError(message.message, udpPort));
        else this.#receive(message);
      });
      child.once('exit', (code, signal) => {
        settle(new Error(`the video process ended (${signal ?? code}) before it was ready`));
        this.#exited(child, signal ?? code);
      });
      send(child, { type: 'start', udpPort, bindAddress, announcedAddress, maxViewers });
    });
  }

  #receive(message: Exclude<FromProcess, { type: 'ready' | 'failed' }>): void {
    this.#heardAt = performance.now();
    if (message.type === 'recording' || message.type === 'keyframe') {
      this.#options.onRecording(message);
      return;
    }
    if (message.type === 'figures') {
      this.figures.take(message.figures);
      return;
    }
    if (message.type === 'event') {
      const { event } = message;
      if (event.type === 'publisher_up') this.#publishing.set(seatKey(event), event);
      else if (event.type === 'publisher_lost') this.#publishing.delete(seatKey(event));
      this.#options.onEvent(event);
      return;
    }
    const pending = this.#pending.get(message.id);
    if (!pending) return;
    this.#pending.delete(message.id);
    clearTimeout(pending.timer);
    pending.resolve(message);
  }

  #beat(): void {
    if (!this.#child || !this.#ready) return;
    if (performance.now() - this.#heardAt > SUPERVISOR_LIMITS.heartbeatTimeout) {
      this.#options.logger.warn('the video process stopped answering and is restarted');
      this.#ready = false;
      this.#child.kill('SIGKILL');
      return;
    }
    // An answer moves heardAt; a missing one shows at a later beat.
    this.ask({ type: 'ping' }).catch(() => {});
  }

  #exited(child: ChildProcess, reason: string | number | null): void {
    if (this.#child !== child) return;
    const wasReady = this.#ready;
    this.#child = null;
    this.#ready = false;
    for (const { reject, timer } of this.#pending.values()) {
      clearTimeout(timer);
      reject(unavailable());
    }
    this.#pending.clear();
    for (const event of this.#publishing.values()) this.#options.onEvent({ ...event, type: 'publisher_lost' });
    this.#publishing.clear();
    if (this.#stopped || (!wasReady && this.#heart === null)) return;
    this.figures.ended();
    this.#options.logger.error({ reason }, 'the video process ended and is started again');
    this.#delay =
      performance.now() - this.#startedAt >= SUPERVISOR_LIMITS.healthyAfter
        ? SUPERVISOR_LIMITS.restartDelay
        : Math.min(this.#delay * 2, SUPERVISOR_LIMITS.restartDelayMax);
    this.#restart = setTimeout(() => this.#relaunch(), this.#delay);
  }

  #relaunch(): void {
    this.#launch().then(
      () => this.#options.onEvent({ type: 'service_restarted' }),
      // Its exit, which follows or came with it, has planned the next try.
      (error: unknown) => this.#options.logger.error({ error }, 'the video process did not start'),
    );
  }
}

const seatKey = ({ streamId, seat }: { streamId: string; seat: string }): string => `${streamId} ${seat}`;
const unavailable = (): DomainError => new DomainError('video_unavailable', 'The video service is restarting.', { retryAfter: 1 });

const send = (child: ChildProcess, message: ToProcess): void => {
  // A process that has gone says so by its exit.
  if (child.connected) child.send(message, () => {});
};

function startError(message: string, udpPort: number): Error {
  return /EADDRINUSE|EACCES|EADDRNOTAVAIL/.test(message)
    ? new Error(`VIDEO_UDP_PORT: UDP port ${udpPort} can't be used (${message}); free it or choose another`)
    : new Error(`the video process did not start: ${message}`);
}
