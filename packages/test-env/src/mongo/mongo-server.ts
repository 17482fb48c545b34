import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { freePort } from '../free-port.ts';
import { findOnPath } from './find-on-path.ts';
import { prepareJavaServer } from './java-server.ts';

const START_TIMEOUT = 60_000;
/** What a server that does not start has said last, for the error. */
const COMPLAINT_LENGTH = 4_000;

export interface MongoServerOptions {
  /** Kept when given; else a throw-away folder, removed at the end. */
  directory?: string;
  /** A server of one's own even where MONGODB_URI names one: for tests that kill it. */
  own?: boolean;
}

/** How a server is started on a folder and a port, and how its output tells that it listens. */
interface Program {
  name: string;
  spawn(directory: string, port: number): ChildProcess;
  listens(line: string): boolean;
}

/**
 * A MongoDB server for tests: the one of MONGODB_URI, else the `mongod` that is installed, else mongo-java-server.
 * `name` says which; tests print it, because what holds on a stand-in is not proven on MongoDB.
 */
export class MongoServer {
  readonly uri: string;
  readonly name: string;
  readonly #program: Program | null;
  readonly #port: number;
  readonly #directory: string;
  readonly #isThrowAway: boolean;
  #child: ChildProcess | null = null;

  private constructor(uri: string, program: Program | null, port: number, directory: string, isThrowAway: boolean) {
    this.uri = uri;
    this.name = program?.name ?? 'the server of MONGODB_URI';
    this.#program = program;
    this.#port = port;
    this.#directory = directory;
    this.#isThrowAway = isThrowAway;
  }

  /**
   * Starts a server and waits until it listens.
   * @throws with the server's output when it ends before that, or when there is no server to start.
   */
  static async start(options: MongoServerOptions = {}): Promise<MongoServer> {
    const given = process.env.MONGODB_URI;
    if (given && !options.own) return new MongoServer(given, null, 0, '', false);
    const program = (await installedMongod()) ?? (await javaServer());
    const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'vitrine-mongo-')));
    await mkdir(directory, { recursive: true });
    const port = await freePort();
    const server = new MongoServer(`mongodb://127.0.0.1:${port}`, program, port, directory, options.directory === undefined);
    await server.restart();
    return server;
  }

  /**
   * Gets what `start` needs, where that may take minutes: once, before the tests.
   * @throws when there is no server to start.
   */
  static async prepare(): Promise<void> {
    if (!(await findOnPath('mongod'))) await prepareJavaServer();
  }

  get pid(): number {
    if (this.#child?.pid === undefined) throw new Error('the MongoDB server is not running');
    return this.#child.pid;
  }

  /** Starts it again on the same port and folder, after `kill`. */
  async restart(): Promise<void> {
    const program = this.#program;
    if (!program) throw new Error('a server that MONGODB_URI names is not started by tests');
    if (this.#child) throw new Error('the MongoDB server is running');
    const child = program.spawn(this.#directory, this.#port);
    this.#child = child;
    const endWithUs = (): void => void child.kill('SIGKILL');
    process.once('exit', endWithUs);
    child.once('exit', () => {
      process.removeListener('exit', endWithUs);
      if (this.#child === child) this.#child = null;
    });
    await listening(child, program);
  }

  /** kill -9, as a power cut of its machine would end it; resolves when it is gone. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!this.#program) throw new Error('a server that MONGODB_URI names is not killed by tests');
    if (!child) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGKILL');
    await gone;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#program) return;
    await this.kill();
    if (this.#isThrowAway) await rm(this.#directory, { recursive: true, force: true });
  }
}

async function installedMongod(): Promise<Program | null> {
  const command = await findOnPath('mongod');
  if (!command) return null;
  const { stdout } = await promisify(execFile)(command, ['--version']);
  return {
    name: `mongod ${/v(\d[\w.-]*)/.exec(stdout)?.[1] ?? ''}`.trim(),
    spawn: (directory, port) =>
      spawn(command, ['--dbpath', directory, '--port', String(port), '--bind_ip', '127.0.0.1', '--quiet'], {
        stdio: ['pipe', 'pipe', 'pipe'],
      }),
    listens: (line) => /waiting for connections/i.test(line),
  };
}

async function javaServer(): Promise<Program> {
  const java = await prepareJavaServer();
  return {
    name: 'mongo-java-server 1.47.0 (H2), not MongoDB itself',
    spawn: (directory, port) =>
      spawn(java.command, [...java.arguments, join(directory, 'store.mv'), String(port)], { stdio: ['pipe', 'pipe', 'pipe'] }),
    listens: (line) => line.startsWith('listening '),
  };
}

async function listening(child: ChildProcess, program: Program): Promise<void> {
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new Error('the MongoDB server has no output');
  let complaint = '';
  const listen = (chunk: string): void => {
    complaint = (complaint + chunk).slice(-COMPLAINT_LENGTH);
  };
  stderr.on('data', (chunk: Buffer) => listen(chunk.toString()));
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`${program.name} did not start in time: ${complaint}`));
    }, START_TIMEOUT);
    child.once('error', reject);
    child.once('exit', (code) => {
      clearTimeout(late);
      reject(new Error(`${program.name} ended with ${code} before it listened: ${complaint}`));
    });
    createInterface({ input: stdout }).on('line', (line) => {
      listen(`${line}\n`);
      if (!program.listens(line)) return;
      clearTimeout(late);
      resolve();
    });
  });
}
