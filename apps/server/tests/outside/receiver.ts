import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}
/** Somebody else's server: keeps what it is sent and answers as told. */
export class Receiver implements AsyncDisposable {
  readonly received: Received[] = [];
  /** The status of the answers to come. */
  status = 204;
  headers: Record<string, string> = {};
  /** JSON that it answers with. */
  answer: ((received: Received) => unknown) | null = null;
  readonly #server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const received = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks) };
    this.received.push(received);
    response.writeHead(this.status, { ...(this.answer ? { 'content-type': 'application/json' } : {}), ...this.headers });
    response.end(this.answer ? JSON.stringify(this.answer(received)) : undefined);
  });

  static async listen(): Promise<Receiver> {
    const receiver = new Receiver();
    await new Promise<void>((resolve) => receiver.#server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }
  [Symbol.asyncDispose](): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }
}
