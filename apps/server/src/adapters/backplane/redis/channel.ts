import { z } from 'zod';
import { Listeners } from '../../../domain/listeners.ts';
import type { RedisConnection } from './connection.ts';

/** What nodes say to all others. */
const Message = z.discriminatedUnion('about', [
  z.object({ about: z.literal('entries'), node: z.string(), streamId: z.string(), offset: z.int().nonnegative() }),
  z.object({ about: z.literal('figures'), node: z.string(), name: z.string(), streamId: z.string(), value: z.unknown() }),
  z.object({ about: z.literal('viewers'), node: z.string(), streamId: z.string() }),
  z.object({ about: z.literal('node'), node: z.string(), isAlive: z.boolean() }),
]);
export type Message = z.infer<typeof Message>;
type MessageAbout<About extends Message['about']> = Extract<Message, { about: About }>;

/** The one channel of a shop's nodes. What is said while Redis is away is lost, and healed by those who look. */
export class NodeChannel {
  readonly #connection: RedisConnection;
  readonly #name: string;
  readonly #nodeId: string;
  readonly #heard = new Listeners<[Message]>();

  constructor(connection: RedisConnection, nodeId: string, url: string) {
    this.#connection = connection;
    this.#nodeId = nodeId;
    // Channels are not kept apart by the number of the database, as keys are.
    this.#name = `vitrine:${new URL(url).pathname.slice(1) || '0'}`;
  }

  open(): void {
    this.#connection.open(this.#name, (text) => this.#hear(text));
  }
  on<About extends Message['about']>(about: About, listener: (message: MessageAbout<About>) => void): () => void {
    return this.#heard.add((message) => {
      if (isAbout(message, about)) listener(message);
    });
  }
  /** Rejects when Redis did not take it. */
  async say(message: Message): Promise<void> {
    await this.#connection.commands.publish(this.#name, JSON.stringify(message));
  }

  #hear(text: string): void {
    const message = Message.safeParse(parseJson(text));
    if (message.success && message.data.node !== this.#nodeId) this.#heard.tell(message.data);
  }
}

function isAbout<About extends Message['about']>(message: Message, about: About): message is MessageAbout<About> {
  return message.about === about;
}
/** Another version's node may say what this one does not know. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
