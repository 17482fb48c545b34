import { LIMITS } from '@vitrine/protocol';
import { openShop, ServerProcess, type ShopClient } from '@vitrine/test-env';
import { OURS } from '../measure/rounds.ts';
import { SENDERS, type Side } from './side.ts';

/** How ours runs in every bench: as `npm start` runs it, with all caps on. Printed with each result. */
export const SERVER_SETTINGS = {
  node: process.versions.node,
  settings: 'defaults (LOG_LEVEL=info, SQLite, synchronous=FULL)',
  flushInterval: `${LIMITS.flushInterval} ms`,
  socketsPerAddress: LIMITS.socketsPerAddress,
  socketsPerSession: LIMITS.socketsPerSession,
} as const;

/** A shop with one show on the air. The show's chat is written by its admin, over several sockets. */
export class VitrineSide implements Side {
  readonly name = OURS;
  readonly version: string;
  readonly server: ServerProcess;
  readonly admin: ShopClient;
  readonly streamId: string;

  private constructor(server: ServerProcess, admin: ShopClient, streamId: string, version: string) {
    this.server = server;
    this.admin = admin;
    this.streamId = streamId;
    this.version = version;
  }
  static async start(execArgv: string[] = []): Promise<VitrineSide> {
    // Not our own: a server is not run through the TypeScript loader.
    const server = await ServerProcess.start({ execArgv });
    const admin = await openShop(server);
    const { _id } = await admin.createShow('The measured show');
    await admin.request('PUT', `/livestreams/${_id}`, { isActive: true });
    const { version } = await admin.request<{ version: string }>('GET', '/healthz');
    return new VitrineSide(server, admin, _id, version);
  }
  get pid(): number {
    return this.server.pid;
  }
  get target() {
    return { dialect: 'vitrine', host: '127.0.0.1', port: this.server.port, room: this.streamId } as const;
  }
  get senderTokens(): string[] {
    return Array.from({ length: SENDERS }, () => this.admin.token ?? '');
  }
  async [Symbol.asyncDispose](): Promise<void> {
    // It has nothing to keep: a drain would only take time.
    await this.server.end('SIGKILL');
    await this.server[Symbol.asyncDispose]();
  }
}
