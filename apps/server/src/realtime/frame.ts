import type { Socket } from 'node:net';
import type { ServerEvent } from '@vitrine/protocol';
import { Sender, type WebSocket } from 'ws';

/**
 * The only file that touches the insides of `ws`. A message for thousands of sockets is framed once and written as it is to each raw socket;
 * `ws.send` would build the frame anew for every one. It is safe beside `ws`'s own frames (pong, close) because without compression `ws` writes
 * each of its frames at once too, so that frames never interleave.
 */
interface Inside {
  readonly _socket: Socket | null;
}
interface FrameOptions {
  fin: boolean;
  opcode: number;
  mask: boolean;
  readOnly: boolean;
  rsv1: boolean;
}
// The types of `ws` don't have `Sender`, which it exports.
declare module 'ws' {
  const Sender: { frame(data: Buffer, options: FrameOptions): Buffer[] };
}

const TEXT = 1;
const PING = 9;
const frame = (payload: Buffer, opcode: number): Buffer =>
  Buffer.concat(Sender.frame(payload, { fin: true, opcode, mask: false, readOnly: true, rsv1: false }));

/** The one place where an event becomes a frame. */
export const frameEvent = (event: ServerEvent): Buffer => frame(Buffer.from(JSON.stringify(event)), TEXT);
export const PING_FRAME: Buffer = frame(Buffer.alloc(0), PING);

const rawSocket = (socket: WebSocket): Socket | null => (socket as unknown as Inside)._socket;

/** Writes whole frames. `written` is called when they have left this process, or can't. */
export function writeFrames(socket: WebSocket, frames: Buffer, written?: () => void): void {
  const raw = rawSocket(socket);
  if (raw?.writable) raw.write(frames, written);
  else written?.();
}

/** Bytes that the reader has left unread in this process. */
export const unreadBytes = (socket: WebSocket): number => rawSocket(socket)?.writableLength ?? 0;
