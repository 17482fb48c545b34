import { type Exchange, type Join, postTo } from '@vitrine/test-env/fake-host';
import { JanusSession } from './janus-api.ts';

/** Where a publisher or a viewer knocks, in whichever way the side under measurement is spoken to. */
export type Door = { kind: 'http'; url: string; token: string } | { kind: 'janus'; url: string; room: number };

/** Opens sessions at a door. A process keeps one of these for all its viewers. */
export interface Doorway {
  publishing: Exchange;
  /** A viewer's way in; what a client has at hand before it asks is at hand. */
  watching(): Promise<Join>;
  close(): void;
}

export async function openDoor(door: Door): Promise<Doorway> {
  if (door.kind === 'janus') return new JanusDoorway(await JanusSession.open(door.url), door.room);
  const exchange = postTo(door.url, door.token);
  return { publishing: exchange, watching: async () => ({ offer: exchange }), close: () => {} };
}

class JanusDoorway implements Doorway {
  readonly #session: JanusSession;
  readonly #room: number;

  constructor(session: JanusSession, room: number) {
    this.#session = session;
    this.#room = room;
  }

  publishing: Exchange = async (offer) => {
    const handle = await this.#session.attach();
    // A publisher of a known id, so that subscribers need not be told it.
    await handle.ask({ request: 'join', ptype: 'publisher', room: this.#room, id: this.#room });
    const { jsep } = await handle.ask({ request: 'publish' }, { type: 'offer', sdp: offer });
    if (!jsep) throw new Error('Janus did not answer the offer');
    return { answer: jsep.sdp, close: () => handle.detach() };
  };

  async watching(): Promise<Join> {
    const handle = await this.#session.attach();
    return {
      invite: async () => {
        const { jsep } = await handle.ask({ request: 'join', ptype: 'subscriber', room: this.#room, streams: [{ feed: this.#room }] });
        if (!jsep) throw new Error('Janus made no offer');
        return {
          offer: jsep.sdp,
          accept: async (answer) => {
            await handle.ask({ request: 'start' }, { type: 'answer', sdp: answer });
            return { close: () => handle.detach() };
          },
        };
      },
    };
  }
  close(): void {
    this.#session.close();
  }
}
