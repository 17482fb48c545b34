import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import { SERVER_LIMITS } from './server-limits.ts';
import { codeOf, StartupError } from './start/startup-error.ts';
import type { TlsFiles } from './start/tls.ts';

/** The listening socket: its bounds, and its end. */
export class Listener {
  readonly server: Server;
  /** All of them, those that became WebSockets too: Node forgets these once they are upgraded. */
  readonly #sockets = new Set<Socket>();

  constructor(handle: RequestListener, tls: TlsFiles | null) {
    const options = {
      maxHeaderSize: SERVER_LIMITS.headerBytes,
      headersTimeout: SERVER_LIMITS.headersTimeout,
      requestTimeout: SERVER_LIMITS.requestTimeout,
      keepAliveTimeout: SERVER_LIMITS.keepAliveTimeout,
      connectionsCheckingInterval: SERVER_LIMITS.checkInterval,
      noDelay: true,
    };
    this.server = tls ? createHttpsServer({ ...options, ...tls }, handle) : createHttpServer(options, handle);
    this.server.maxConnections = SERVER_LIMITS.connections;
    this.server.maxHeadersCount = SERVER_LIMITS.headers;
    this.server.maxRequestsPerSocket = SERVER_LIMITS.requestsPerConnection;
    this.server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    this.server.on('clientError', refuse);
  }

  /** @throws StartupError naming the variable to change. */
  listen(host: string, port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.once('error', (error) => reject(explain(error, host, port)));
      this.server.listen({ port, host, backlog: SERVER_LIMITS.backlog }, () => {
        this.server.removeAllListeners('error');
        resolve();
      });
    });
  }

  /** Stops accepting. Resolves when every connection has ended. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeIdleConnections();
    });
  }

  /** Ends whatever is still open. */
  destroy(): void {
    for (const socket of this.#sockets) socket.destroy();
  }
}

/** What isn't HTTP, or is too slow or too large to be read, gets a bare answer: there is no request to route. */
function refuse(error: Error, socket: { writable: boolean; end(data?: string): unknown; destroy(): unknown }): void {
  if (!socket.writable || codeOf(error) === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const status =
    { HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large', ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout' }[codeOf(error) ?? ''] ??
    '400 Bad Request';
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  // Who was refused may not hold the connection open by never reading the answer; a moment is left for those who do.
  setTimeout(() => socket.destroy(), SERVER_LIMITS.refusalLinger).unref();
}

function explain(error: Error, host: string, port: number): StartupError {
  const code = codeOf(error);
  if (code === 'EADDRINUSE')
    return new StartupError(`Port ${port} is in use. Stop what uses it, or set PORT to another.`, { cause: error });
  if (code === 'EACCES')
    return new StartupError(`Port ${port} may not be opened by this user. Set PORT to one above 1023.`, { cause: error });
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new StartupError(`HOST: ${host} is not an address of this machine. Set HOST to one that is.`, { cause: error });
  return new StartupError(`Port ${port} can't be opened: ${error.message}`, { cause: error });
}
