import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { LoadCommands } from './commands.ts';
import type { CommandTable } from './serve.ts';

const MAIN = new URL('./main.ts', import.meta.url);

interface Answer {
  id: number;
  output?: unknown;
  error?: string;
}

/** A process that plays viewers, senders or buyers, so that a side's own CPU is all that its processes use. */
export class LoadProcess<Commands extends CommandTable = LoadCommands> {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, { resolve: (output: never) => void; reject: (error: Error) => void }>();
  #lastId = 0;

  /** @param main The process's code, which serves these commands. */
  constructor(main = MAIN) {
    this.#child = fork(fileURLToPath(main), { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.#child.on('message', (message) => {
      const { id, output, error } = message as Answer;
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error === undefined) waiting?.resolve(output as never);
      else waiting?.reject(new Error(error));
    });
    this.#child.once('exit', (code) => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`a load process ended with ${code}`));
      this.#waiting.clear();
    });
  }

  /** @throws what the command failed with, or that the process has ended. */
  call<C extends keyof Commands>(command: C, ...[input]: Commands[C]['input'] extends undefined ? [] : [Commands[C]['input']]) {
    return new Promise<Commands[C]['output']>((resolve, reject) => {
      const id = ++this.#lastId;
      this.#waiting.set(id, { resolve, reject });
      this.#child.send({ id, command, input }, (error) => {
        if (error) reject(error);
      });
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGKILL');
    await ended;
  }
}
