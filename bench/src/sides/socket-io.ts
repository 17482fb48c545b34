import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { SENDERS, type Side } from './side.ts';

const MAIN = fileURLToPath(new URL('./socket-io-server.mjs', import.meta.url));

/** Socket.IO over WebSocket alone, without compression, with its in-memory adapter: its fastest ordinary set-up. */
export class SocketIoSide implements Side {
  readonly name = 'socket.io';
  readonly version: string;
  readonly #child: ChildProcess;
  readonly #port: number;

  private constructor(child: ChildProcess, port: number, version: string) {
    this.#child = child;
    this.#port = port;
    this.version = version;
  }
  static async start(): Promise<SocketIoSide> {
    const { version } = createRequire(import.meta.url)('socket.io/package.json') as { version: string };
    const child = fork(MAIN, { execArgv: [] });
    const port = await new Promise<number>((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`the Socket.IO server ended with ${code}`)));
      child.once('message', (message) => resolve((message as { port: number }).port));
    });
    return new SocketIoSide(child, port, version);
  }
  get pid(): number {
    return this.#child.pid ?? 0;
  }
  get target() {
    return { dialect: 'socket.io', host: '127.0.0.1', port: this.#port, room: 'show' } as const;
  }
  get senderTokens(): string[] {
    return Array.from({ length: SENDERS }, () => '');
  }
  async [Symbol.asyncDispose](): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGKILL');
    await ended;
  }
}
