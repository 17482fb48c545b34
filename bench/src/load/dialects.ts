/** What viewers of a side say and hear, beside the WebSocket frames that all of them share. */
export type DialectName = 'vitrine' | 'socket.io' | 'nchan';

export interface Target {
  dialect: DialectName;
  host: string;
  port: number;
  /** The livestream, room or channel. */
  room: string;
}
/** Where a viewer has got to. */
export interface Position {
  epoch: string;
  offset: number;
  token: string;
}
/** What one payload was to its viewer. */
export type Heard =
  | { kind: 'nothing' }
  | { kind: 'ready'; position?: Position; recovered?: boolean }
  | { kind: 'message'; offset?: number }
  | { kind: 'reply'; text: string };

export interface Dialect {
  path(target: Target): string;
  /** Said as soon as the socket is open; null when being open is being in the room. */
  greeting(target: Target, position: Position | null, token?: string): string | null;
  hear(payload: Buffer, isReady: boolean): Heard;
}

const NOTHING: Heard = { kind: 'nothing' };
const MESSAGE: Heard = { kind: 'message' };
const startsWith = (payload: Buffer, text: Buffer): boolean =>
  payload.length >= text.length && payload.compare(text, 0, text.length, 0, text.length) === 0;

const CHAT = Buffer.from('{"type":"chat_message"');
const HISTORY = Buffer.from('{"type":"chat_history"');
const REGISTERED = Buffer.from('{"type":"registered"');
const OFFSET = Buffer.from('"offset":');

/** The number after the first `"offset":`; every timeline entry has it near its beginning. */
function readOffset(payload: Buffer): number | undefined {
  const found = payload.indexOf(OFFSET);
  if (found < 0) return undefined;
  let offset = 0;
  for (let at = found + OFFSET.length; at < payload.length; at++) {
    const digit = (payload[at] ?? 0) - 48;
    if (digit < 0 || digit > 9) break;
    offset = offset * 10 + digit;
  }
  return offset;
}

interface HistoryFrame {
  data: { epoch: string; offset: number; recovered: boolean };
}
interface RegisteredFrame {
  data: { token?: string };
}

/** One per viewer: it keeps the token until the history comes. */
function vitrine(): Dialect {
  let token = '';
  return {
    path: () => '/ws',
    greeting: (target, position, given) => {
      token = position?.token ?? given ?? '';
      const identity = token === '' ? {} : { token };
      const resume = position ? { resume: { epoch: position.epoch, offset: position.offset } } : {};
      return JSON.stringify({ type: 'register', data: { streamId: target.room, ...identity, ...resume } });
    },
    hear(payload, isReady) {
      if (startsWith(payload, CHAT)) return { kind: 'message', offset: readOffset(payload) };
      if (isReady) {
        const offset = readOffset(payload);
        return offset === undefined ? NOTHING : { kind: 'message', offset };
      }
      if (startsWith(payload, REGISTERED)) token = (JSON.parse(payload.toString()) as RegisteredFrame).data.token ?? token;
      if (!startsWith(payload, HISTORY)) return NOTHING;
      const { data } = JSON.parse(payload.toString()) as HistoryFrame;
      return { kind: 'ready', position: { epoch: data.epoch, offset: data.offset, token }, recovered: data.recovered };
    },
  };
}

const DIGIT_0 = 48;
/** Engine.IO 4 and Socket.IO 5: `0` open, `2` ping, `3` pong, `40` connected, `42[…]` event, `43` acknowledgement. */
const socketIo: Dialect = {
  path: () => '/socket.io/?EIO=4&transport=websocket',
  greeting: () => null,
  hear(payload) {
    const first = (payload[0] ?? 0) - DIGIT_0;
    if (first === 0) return { kind: 'reply', text: '40' };
    if (first === 2) return { kind: 'reply', text: '3' };
    if (first !== 4) return NOTHING;
    const second = (payload[1] ?? 0) - DIGIT_0;
    if (second === 0) return { kind: 'reply', text: '420["register"]' };
    if (second === 3) return { kind: 'ready' };
    return MESSAGE;
  },
};

const nchan: Dialect = {
  path: (target) => `/subscribe/${target.room}`,
  greeting: () => null,
  hear: () => MESSAGE,
};

export const createDialect = (name: DialectName): Dialect => (name === 'vitrine' ? vitrine() : name === 'nchan' ? nchan : socketIo);
