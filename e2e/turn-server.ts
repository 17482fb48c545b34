import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '@vitrine/test-env';

/** The ports on which it relays: as many as a few browsers need. */
const RELAYS = 40;

/** The system's coturn on the loopback, with accounts made by a shared secret; what it says is kept. */
export class TurnServer implements AsyncDisposable {
  readonly secret = 'shared with the shop';
  readonly port: number;
  readonly said: string[] = [];
  readonly #process: ChildProcess;
  readonly #folder: string;

  private constructor(process: ChildProcess, port: number, folder: string) {
    this.#process = process;
    this.port = port;
    this.#folder = folder;
  }
  static async start(): Promise<TurnServer> {
    const executable = process.env.TURNSERVER ?? '/usr/bin/turnserver';
    if (!existsSync(executable)) throw new Error('coturn is missing: install it (Debian: coturn), or set TURNSERVER to its path.');
    const [port, firstRelay, folder] = [
      await freePort(),
      20_000 + 2 * Math.floor(Math.random() * 10_000),
      await mkdtemp(join(tmpdir(), 'vitrine-turn-')),
    ];
    const server = new TurnServer(
      spawn(
        executable,
        [
          ['-n', '--no-cli', '--no-tls', '--no-dtls', '--log-file', 'stdout', '--simple-log', '--verbose'],
          ['--listening-ip', '127.0.0.1', '--listening-port', String(port), '--relay-ip', '127.0.0.1'],
          ['--min-port', String(firstRelay), '--max-port', String(firstRelay + RELAYS)],
          ['--use-auth-secret', '--static-auth-secret', 'shared with the shop', '--realm', 'shop.test'],
          // Nothing but this machine is reached from a test.
          ['--allow-loopback-peers'],
          ['--pidfile', join(folder, 'pid'), '--userdb', join(folder, 'users')],
        ].flat(),
        { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] },
      ),
      port,
      folder,
    );
    await server.#listening();
    return server;
  }

  #listening(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#process.once('error', reject);
      this.#process.once('exit', (code) => reject(new Error(`coturn has ended with ${code}:\n${this.said.slice(-20).join('\n')}`)));
      for (const stream of [this.#process.stdout, this.#process.stderr]) {
        if (!stream) continue;
        createInterface({ input: stream }).on('line', (line) => {
          this.said.push(line);
          if (/listener opened on.*UDP|UDP listener opened/.test(line)) resolve();
        });
      }
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = this.#process.exitCode === null ? once(this.#process, 'exit') : null;
    this.#process.kill('SIGKILL');
    await ended;
    await rm(this.#folder, { recursive: true, force: true });
  }
}
