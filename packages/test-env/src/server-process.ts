import { type ChildProcess, fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, freeUdpPort } from './free-port.ts';

const MAIN = fileURLToPath(new URL('../../../apps/server/dist/main.js', import.meta.url));

export interface ServerProcessOptions {
  /** Kept when given; else a throw-away folder, removed at the end. */
  dataDir?: string;
  /** Variables beside those this sets (HOST, PORT, DATA_DIR, VIDEO_UDP_PORT, LOG_LEVEL). */
  env?: Record<string, string>;
  args?: string[];
  /** Options for Node itself; by default those of this process. */
  execArgv?: string[];
}

/** A real server process on free loopback ports: what `npm start` runs, after the build. */
export class ServerProcess {
  readonly port: number;
  readonly dataDir: string;
  readonly #videoPort: number;
  readonly #options: ServerProcessOptions;
  #child: ChildProcess | null = null;
  #url = '';
  #setupToken: string | null = null;
  readonly #output: string[] = [];

  private constructor(port: number, videoPort: number, dataDir: string, options: ServerProcessOptions) {
    this.port = port;
    this.#videoPort = videoPort;
    this.dataDir = dataDir;
    this.#options = options;
  }

  /**
   * Starts a server and waits until it listens.
   * @throws with the server's output when it ends before that.
   */
  static async start(options: ServerProcessOptions = {}): Promise<ServerProcess> {
    const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'vitrine-')));
    const server = new ServerProcess(await freePort(), await freeUdpPort(), dataDir, options);
    await server.restart();
    return server;
  }

  get url(): string {
    return this.#url;
  }
  get socketUrl(): string {
    return `${this.#url.replace(/^http/, 'ws')}/ws`;
  }
  get pid(): number {
    const pid = this.#child?.pid;
    if (pid === undefined) throw new Error('the server is not running');
    return pid;
  }
  /** The one-time token of the first admin; null once the shop is set up. */
  get setupToken(): string | null {
    return this.#setupToken;
  }
  /** What it has printed so far, over all restarts. */
  get output(): string {
    return this.#output.join('');
  }

  /** Starts it again on the same ports and data, after `kill` or `stop`. */
  async restart(): Promise<void> {
    if (this.#child) throw new Error('the server is running');
    const child = fork(MAIN, this.#options.args ?? [], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: this.#options.execArgv ?? process.execArgv,
      env: {
        ...process.env,
        HOST: '127.0.0.1',
        PORT: String(this.port),
        DATA_DIR: this.dataDir,
        NODE_URL: `http://127.0.0.1:${this.port}`,
        VIDEO_UDP_PORT: String(this.#videoPort),
        LOG_LEVEL: 'info',
        ...this.#options.env,
      },
    });
    this.#child = child;
    child.stdout?.on('data', (data: Buffer) => this.#output.push(data.toString()));
    child.stderr?.on('data', (data: Buffer) => this.#output.push(data.toString()));
    child.once('exit', () => {
      if (this.#child === child) this.#child = null;
    });
    await new Promise<void>((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`the server ended with ${code} before it listened:\n${this.output}`)));
      child.on('message', (message) => {
        if (!isListening(message)) return;
        this.#url = message.url;
        this.#setupToken = message.setupToken ?? null;
        resolve();
      });
    });
  }

  /** Sends a signal and waits for the end. Gives the exit code (null after a signal). */
  async end(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<number | null> {
    const child = this.#child;
    if (!child) return null;
    const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
    child.kill(signal);
    return ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end();
    if (this.#options.dataDir === undefined) await rm(this.dataDir, { recursive: true, force: true });
  }
}

function isListening(message: unknown): message is { type: 'listening'; url: string; setupToken?: string | null } {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'listening';
}
