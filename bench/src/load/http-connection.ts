import { connect, type Socket } from 'node:net';
import type { HttpRequest } from './commands.ts';

export interface HttpAnswer {
  status: number;
  body: Buffer;
}
const HEADER_END = '\r\n\r\n';
const NO_BODY: ReadonlySet<number> = new Set([204, 304]);

/**
 * One kept HTTP/1.1 connection with one request at a time: enough to load a server from few cores. Opened anew when the server has closed it
 * between two requests.
 */
export class HttpConnection {
  readonly #dial: { host: string; port: number; localAddress: string };
  #socket: Socket | null = null;
  #received: Buffer[] = [];
  #waiting: { resolve: (answer: HttpAnswer) => void; reject: (error: Error) => void } | null = null;

  constructor(dial: { host: string; port: number; localAddress: string }) {
    this.#dial = dial;
  }

  request({ method, path, headers = {}, body = '' }: HttpRequest): Promise<HttpAnswer> {
    const { host, port } = this.#dial;
    const lines = [`${method} ${path} HTTP/1.1`, `Host: ${host}:${port}`];
    for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
    if (body !== '') lines.push(`Content-Length: ${Buffer.byteLength(body)}`);
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket ??= this.#open();
      this.#socket.write(`${lines.join('\r\n')}${HEADER_END}${body}`);
    });
  }
  close(): void {
    this.#socket?.destroy();
    this.#socket = null;
  }

  #open(): Socket {
    const socket = connect({ ...this.#dial, noDelay: true });
    socket.on('data', (chunk: Buffer) => {
      this.#received.push(chunk);
      this.#read();
    });
    socket.on('error', (error) => this.#lost(socket, error));
    socket.on('close', () => this.#lost(socket, new Error('the server closed the connection')));
    return socket;
  }
  #lost(socket: Socket, error: Error): void {
    if (this.#socket === socket) this.#socket = null;
    this.#received = [];
    this.#waiting?.reject(error);
    this.#waiting = null;
  }

  #read(): void {
    const data = this.#received.length === 1 ? (this.#received[0] ?? Buffer.alloc(0)) : Buffer.concat(this.#received);
    const end = data.indexOf(HEADER_END);
    if (end < 0) return;
    const head = data.toString('latin1', 0, end);
    const status = Number(head.slice(9, 12));
    const body = readBody(head, status, data.subarray(end + HEADER_END.length));
    if (!body) {
      this.#received = [data];
      return;
    }
    this.#received = [];
    if (/\r\nconnection: close/i.test(head)) this.close();
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.resolve({ status, body });
  }
}

/** null when it has not come wholly. */
function readBody(head: string, status: number, data: Buffer): Buffer | null {
  if (NO_BODY.has(status)) return Buffer.alloc(0);
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  if (length !== undefined) return data.length < Number(length) ? null : data.subarray(0, Number(length));
  return /\r\ntransfer-encoding: chunked/i.test(head) ? readChunks(data) : Buffer.alloc(0);
}
function readChunks(data: Buffer): Buffer | null {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = data.indexOf('\r\n', at);
    if (lineEnd < 0) return null;
    const size = Number.parseInt(data.toString('latin1', at, lineEnd), 16);
    const start = lineEnd + 2;
    if (data.length < start + size + 2) return null;
    if (size === 0) return Buffer.concat(chunks);
    chunks.push(data.subarray(start, start + size));
    at = start + size + 2;
  }
}
