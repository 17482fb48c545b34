import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The demo as `npm run demo` runs it after its builds. It has a temporary folder to itself, so that one can see what it leaves there. */
export class RunningDemo {
  readonly #child: ChildProcess;
  readonly #temporary: string;
  #output = '';

  private constructor(child: ChildProcess, temporary: string) {
    this.#child = child;
    this.#temporary = temporary;
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (data: Buffer) => {
        this.#output += data.toString();
      });
  }

  static async start(...args: string[]): Promise<RunningDemo> {
    const temporary = await mkdtemp(join(tmpdir(), 'vitrine-e2e-'));
    const child = spawn(process.execPath, ['--import', 'tsx', 'demo/src/main.ts', ...args], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, TMPDIR: temporary },
    });
    return new RunningDemo(child, temporary);
  }

  /** Waits until it has printed this, and gives the first group. Rejects with all that it has printed when it ends before. */
  says(pattern: RegExp, within = 60_000): Promise<string> {
    return new Promise((resolve, reject) => {
      const settle = (then: () => void): void => {
        clearTimeout(timer);
        this.#child.off('exit', onExit);
        this.#child.stdout?.off('data', look);
        then();
      };
      const look = (): void => {
        const found = pattern.exec(this.#output);
        if (found) settle(() => resolve(found[1] ?? found[0]));
      };
      const onExit = (): void => settle(() => reject(new Error(`it ended before it said ${pattern}:\n${this.#output}`)));
      const timer = setTimeout(() => settle(() => reject(new Error(`it did not say ${pattern}:\n${this.#output}`))), within);
      this.#child.stdout?.on('data', look);
      this.#child.on('exit', onExit);
      look();
    });
  }

  /** What it has in its temporary folder now; the cache of the TypeScript loader does not count. */
  async leftovers(): Promise<string[]> {
    return (await readdir(this.#temporary)).filter((name) => name.startsWith('vitrine'));
  }

  /** As Ctrl+C does. Gives the exit code. */
  async end(): Promise<number | null> {
    if (this.#child.exitCode !== null) return this.#child.exitCode;
    const ended = new Promise<number | null>((resolve) => this.#child.once('exit', (code) => resolve(code)));
    this.#child.kill('SIGINT');
    return ended;
  }
  async [Symbol.asyncDispose](): Promise<void> {
    await this.end();
    await rm(this.#temporary, { recursive: true, force: true });
  }
}
