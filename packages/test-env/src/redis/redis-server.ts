import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '../free-port.ts';
import { findOnPath } from '../mongo/find-on-path.ts';

const START_TIMEOUT = 20_000;
/** What a server that does not start has said last, for the error. */
const COMPLAINT_LENGTH = 4_000;

/** A real Redis on a free loopback port that keeps nothing on disk: what it forgets when it is killed has to be healed by others. */
export class RedisServer {
  readonly port: number;
  readonly #command: string;
  readonly #directory: string;
  #child: ChildProcess | null = null;

  private constructor(command: string, port: number, directory: string) {
    this.#command = command;
    this.port = port;
    this.#directory = directory;
  }

  /**
   * Starts a server and waits until it takes connections.
   * @throws when redis-server is not installed, or with its output when it ends before that.
   */
  static async start(): Promise<RedisServer> {
    const command = process.env.REDIS_SERVER ?? (await findOnPath('redis-server'));
    if (!command)
      throw new Error('these tests need redis-server: install it (Debian: apt-get install redis-server), or set REDIS_SERVER to its path');
    const server = new RedisServer(command, await freePort(), await mkdtemp(join(tmpdir(), 'vitrine-redis-')));
    await server.restart();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }
  get isRunning(): boolean {
    return this.#child !== null;
  }

  /** Starts it again on the same port, empty, after `kill`. */
  async restart(): Promise<void> {
    if (this.#child) throw new Error('the Redis server is running');
    const settings = { port: String(this.port), bind: '127.0.0.1', save: '', appendonly: 'no', dir: this.#directory, daemonize: 'no' };
    const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
    const child = spawn(this.#command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    const endWithUs = (): void => void child.kill('SIGKILL');
    process.once('exit', endWithUs);
    child.once('exit', () => {
      process.removeListener('exit', endWithUs);
      if (this.#child === child) this.#child = null;
    });
    await takesConnections(child);
  }

  /** kill -9; resolves when it is gone. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGKILL');
    await gone;
  }
  /** It takes connections and answers nobody, as one behind a network that swallows packets. */
  pause(): void {
    this.#child?.kill('SIGSTOP');
  }
  resume(): void {
    this.#child?.kill('SIGCONT');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    await rm(this.#directory, { recursive: true, force: true });
  }
}

async function takesConnections(child: ChildProcess): Promise<void> {
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new Error('the Redis server has no output');
  let complaint = '';
  const listen = (text: string): void => {
    complaint = (complaint + text).slice(-COMPLAINT_LENGTH);
  };
  stderr.on('data', (chunk: Buffer) => listen(chunk.toString()));
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`redis-server did not start in time: ${complaint}`));
    }, START_TIMEOUT);
    child.once('error', reject);
    child.once('exit', (code) => {
      clearTimeout(late);
      reject(new Error(`redis-server ended with ${code} before it took connections: ${complaint}`));
    });
    createInterface({ input: stdout }).on('line', (line) => {
      listen(`${line}\n`);
      if (!/ready to accept connections/i.test(line)) return;
      clearTimeout(late);
      resolve();
    });
  });
}
