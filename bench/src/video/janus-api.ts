import { WebSocket } from 'ws';

export interface SessionDescription {
  type: 'offer' | 'answer';
  sdp: string;
}
/** What the VideoRoom plugin answers to a request. */
export interface RoomEvent {
  data: { id?: number; error?: string };
  jsep: SessionDescription | null;
}
interface JanusMessage {
  janus: string;
  transaction?: string;
  data?: { id: number };
  error?: { reason: string };
  plugindata?: { data: RoomEvent['data'] };
  jsep?: SessionDescription;
}
const KEEP_ALIVE_MS = 20_000;

/** One session of the Janus API (https://janus.conf.meetecho.com/docs/rest.html, over a WebSocket), with as many handles as are asked for. */
export class JanusSession {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<string, { resolve: (message: JanusMessage) => void; reject: (error: Error) => void }>();
  readonly #keepAlive: NodeJS.Timeout;
  #id = 0;
  #transactions = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => this.#receive(JSON.parse(String(data)) as JanusMessage));
    // It is only acknowledged, so nobody waits for an answer.
    this.#keepAlive = setInterval(() => this.#send({ janus: 'keepalive', session_id: this.#id }), KEEP_ALIVE_MS);
  }
  static async open(url: string): Promise<JanusSession> {
    const socket = new WebSocket(url, 'janus-protocol');
    await new Promise((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    const session = new JanusSession(socket);
    session.#id = (await session.#ask({ janus: 'create' })).data?.id ?? 0;
    return session;
  }

  /** A handle of the VideoRoom plugin: one publisher, or one subscriber. */
  async attach(): Promise<JanusHandle> {
    const about = { session_id: this.#id };
    const { data } = await this.#ask({ janus: 'attach', ...about, plugin: 'janus.plugin.videoroom' });
    const handle = { ...about, handle_id: data?.id ?? 0 };
    return {
      ask: async (body, jsep) => {
        const answer = await this.#ask({ janus: 'message', ...handle, body, ...(jsep ? { jsep } : {}) });
        const event = answer.plugindata?.data ?? {};
        if (event.error !== undefined) throw new Error(`Janus: ${event.error}`);
        return { data: event, jsep: answer.jsep ?? null };
      },
      detach: async () => {
        await this.#ask({ janus: 'detach', ...handle });
      },
    };
  }
  close(): void {
    clearInterval(this.#keepAlive);
    this.#socket.terminate();
  }

  #ask(message: object): Promise<JanusMessage> {
    return new Promise((resolve, reject) => this.#waiting.set(this.#send(message), { resolve, reject }));
  }
  /** Gives the name by which the answer is known. */
  #send(message: object): string {
    const transaction = String(++this.#transactions);
    this.#socket.send(JSON.stringify({ ...message, transaction }));
    return transaction;
  }
  #receive(message: JanusMessage): void {
    const { transaction = '', janus, error } = message;
    const waiting = this.#waiting.get(transaction);
    // What a plugin has to do is acknowledged first and answered later.
    if (!waiting || janus === 'ack') return;
    this.#waiting.delete(transaction);
    if (error) waiting.reject(new Error(`Janus: ${error.reason}`));
    else waiting.resolve(message);
  }
}

export interface JanusHandle {
  /** @throws what the plugin refuses with. */
  ask(body: object, jsep?: SessionDescription): Promise<RoomEvent>;
  detach(): Promise<void>;
}
