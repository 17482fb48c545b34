import {
  type ClientEventInput,
  type ClientEventType,
  type ServerEvent,
  type ServerEventOf,
  ServerEvent as ServerEventSchema,
  type ServerEventType,
} from '@vitrine/protocol';
import { WebSocket } from 'ws';

/**
 * A bare viewer: one socket, everything it heard, each frame checked against the protocol's schema. It has no policy of its own (no
 * reconnecting, no resuming): suites decide that.
 */
export class Viewer {
  readonly events: ServerEvent[] = [];
  readonly #socket: WebSocket;
  readonly #listeners = new Set<() => void>();
  #closed: { code: number; reason: string } | null = null;
  #commands = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => {
      this.events.push(ServerEventSchema.parse(JSON.parse(String(data))));
      this.#tell();
    });
    socket.on('close', (code, reason) => {
      this.#closed = { code, reason: reason.toString() };
      this.#tell();
    });
    socket.on('error', () => {
      // A close event follows and says more.
    });
  }

  /** Opens a socket; rejects when the upgrade is refused. */
  static async connect(url: string, headers: Record<string, string> = {}): Promise<Viewer> {
    const socket = new WebSocket(url, { headers });
    const viewer = new Viewer(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    return viewer;
  }

  /** Opens a socket, registers, and waits for the history. */
  static async watch(url: string, registration: ClientEventInput<'register'>): Promise<Viewer> {
    const viewer = await Viewer.connect(url);
    viewer.send('register', registration);
    await viewer.next(registration.streamId ? 'chat_history' : 'registered');
    return viewer;
  }

  get closed(): { code: number; reason: string } | null {
    return this.#closed;
  }

  send<T extends ClientEventType>(type: T, data: ClientEventInput<T>, id?: string): void {
    this.#socket.send(JSON.stringify({ type, data, ...(id === undefined ? {} : { id }) }));
  }
  /** Sends exactly this. */
  sendRaw(data: string | Buffer): void {
    this.#socket.send(data);
  }

  /** Sends a command and gives its answer. */
  async command<T extends ClientEventType>(
    type: T,
    data: ClientEventInput<T>,
    id = `c${++this.#commands}`,
  ): Promise<ServerEventOf<'ack'> | ServerEventOf<'error'>> {
    const from = this.events.length;
    this.send(type, data, id);
    return this.until(() =>
      this.events
        .slice(from)
        .find(
          (event): event is ServerEventOf<'ack'> | ServerEventOf<'error'> =>
            (event.type === 'ack' || event.type === 'error') && event.data.id === id,
        ),
    );
  }

  /** The first event of this type (that fits), among those heard already or still to come. */
  next<T extends ServerEventType>(type: T, fits: (event: ServerEventOf<T>) => boolean = () => true): Promise<ServerEventOf<T>> {
    return this.until(() => this.of(type).find(fits));
  }
  of<T extends ServerEventType>(type: T): ServerEventOf<T>[] {
    return this.events.filter((event): event is ServerEventOf<T> => event.type === type);
  }

  /** Waits until `look` finds something; looks again after each event. Rejects when the socket closes first. */
  until<Found>(look: () => Found | undefined): Promise<Found> {
    return new Promise((resolve, reject) => {
      const attempt = () => {
        const found = look();
        if (found !== undefined) {
          this.#listeners.delete(attempt);
          resolve(found);
        } else if (this.#closed) {
          this.#listeners.delete(attempt);
          reject(
            new Error(
              `closed with ${this.#closed.code} ${this.#closed.reason} while waiting; heard ${this.events.map((event) => event.type).join(', ')}`,
            ),
          );
        }
      };
      this.#listeners.add(attempt);
      attempt();
    });
  }
  whenClosed(): Promise<{ code: number; reason: string }> {
    return new Promise((resolve) => {
      const attempt = () => {
        if (this.#closed) {
          this.#listeners.delete(attempt);
          resolve(this.#closed);
        }
      };
      this.#listeners.add(attempt);
      attempt();
    });
  }

  /** Ends it at once, without a closing handshake, as a lost network does. */
  drop(): void {
    this.#socket.terminate();
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
