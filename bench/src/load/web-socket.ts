import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

/** Where a load process dials, and from which of the machine's loopback addresses. */
export interface Dial {
  host: string;
  port: number;
  path: string;
  localAddress: string;
}
export interface SocketEvents {
  opened(): void;
  /** The payload is a view of the chunk that was read: not to be kept. */
  text(payload: Buffer): void;
  closed(): void;
}

const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;
const HEADER_END = '\r\n\r\n';

/**
 * A WebSocket client (RFC 6455) that does little more than count, so that one core can play thousands of viewers and what is measured is
 * the server. The same for every side of a comparison. It expects unfragmented frames without extensions, which is what all of them send.
 */
export class BareWebSocket {
  readonly #socket: Socket;
  readonly #events: SocketEvents;
  #isOpen = false;
  #isClosed = false;
  #rest: Buffer | null = null;

  constructor({ host, port, path, localAddress }: Dial, events: SocketEvents) {
    this.#events = events;
    const key = randomBytes(16).toString('base64');
    this.#socket = connect({ host, port, localAddress, noDelay: true }, () =>
      this.#socket.write(
        `GET ${path} HTTP/1.1\r\nHost: ${host}:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
      ),
    );
    this.#socket.on('data', (chunk: Buffer) => this.#read(chunk));
    this.#socket.on('error', () => this.#socket.destroy());
    this.#socket.on('close', () => {
      if (this.#isClosed) return;
      this.#isClosed = true;
      events.closed();
    });
  }

  get isOpen(): boolean {
    return this.#isOpen && !this.#isClosed;
  }
  send(text: string): void {
    if (this.isOpen) this.#socket.write(frame(TEXT, Buffer.from(text)));
  }
  /** Ends it at once, as a lost network does. `closed` is not called. */
  drop(): void {
    this.#isClosed = true;
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    let data = this.#rest ? Buffer.concat([this.#rest, chunk]) : chunk;
    this.#rest = null;
    if (!this.#isOpen) {
      const end = data.indexOf(HEADER_END);
      if (end < 0) {
        this.#rest = data;
        return;
      }
      if (!data.toString('latin1', 0, 12).endsWith(' 101')) {
        this.#socket.destroy();
        return;
      }
      this.#isOpen = true;
      data = data.subarray(end + HEADER_END.length);
      this.#events.opened();
    }
    let at = 0;
    while (!this.#isClosed) {
      const next = this.#readFrame(data, at);
      if (next < 0) break;
      at = next;
    }
    if (at < data.length) this.#rest = data.subarray(at);
  }

  /** Gives where the next frame starts; -1 when this one has not come wholly. */
  #readFrame(data: Buffer, at: number): number {
    if (data.length - at < 2) return -1;
    const opcode = data.readUInt8(at) & 0x0f;
    let length = data.readUInt8(at + 1) & 0x7f;
    let start = at + 2;
    if (length === 126) {
      if (data.length < at + 4) return -1;
      length = data.readUInt16BE(at + 2);
      start = at + 4;
    } else if (length === 127) {
      if (data.length < at + 10) return -1;
      length = Number(data.readBigUInt64BE(at + 2));
      start = at + 10;
    }
    const end = start + length;
    if (data.length < end) return -1;
    if (opcode === TEXT) this.#events.text(data.subarray(start, end));
    else if (opcode === PING) this.#socket.write(frame(PONG, data.subarray(start, end)));
    else if (opcode === CLOSE) this.#socket.end(frame(CLOSE, data.subarray(start, end)));
    else if (opcode !== PONG) throw new Error(`a frame with opcode ${opcode} was not expected`);
    return end;
  }
}

/** Clients mask what they send. */
function frame(opcode: number, payload: Buffer): Buffer {
  const mask = randomBytes(4);
  const header = payload.length < 126 ? Buffer.alloc(2) : Buffer.alloc(4);
  header.writeUInt8(0x80 | opcode, 0);
  if (payload.length < 126) header.writeUInt8(0x80 | payload.length, 1);
  else {
    header.writeUInt8(0x80 | 126, 1);
    header.writeUInt16BE(payload.length, 2);
  }
  const masked = Buffer.from(payload);
  for (let index = 0; index < masked.length; index++) masked[index] = (masked[index] ?? 0) ^ (mask[index % 4] ?? 0);
  return Buffer.concat([header, mask, masked]);
}
