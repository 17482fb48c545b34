import type { CloseCode, ServerEvent } from '@vitrine/protocol';
import type { RawData, WebSocket } from 'ws';
import type { Actor } from '../domain/actor.ts';
import { frameEvent, unreadBytes, writeFrames } from './frame.ts';
import type { JoinedRoom } from './joined-room.ts';

/**
 * One socket and what the server knows of it. There are thousands, so it has fields only: no timers, no maps, and its listeners
 * are shared functions.
 */
export class Connection {
  readonly socket: WebSocket;
  readonly address: string;
  /** The session cookie's token, where the upgrade came from a page of ours. */
  readonly cookieToken: string | null;
  readonly openedAt: number;
  /** null until it has registered. */
  actor: Actor | null = null;
  /** null in the lobby. */
  room: JoinedRoom<Connection> | null = null;
  /** The last offset of its room that was written to it. */
  offset = 0;
  /** Takes its viewer out of the count. */
  leaveAudience: (() => void) | null = null;
  /** Ends the telling of the show's figures. */
  stopFigures: (() => void) | null = null;
  /** Ends the telling of how its video is. */
  stopVideoHealth: (() => void) | null = null;
  /** Under which its session's sockets are counted. */
  sessionKey: string | null = null;
  /** Heartbeats since it was last heard. */
  silentBeats = 0;
  violations = 0;
  /** Its own token bucket for frames of any kind. */
  frameTokens: number;
  frameTokensAt: number;
  isBusy = false;
  waiting: RawData[] | null = null;
  #isClosing = false;

  constructor(socket: WebSocket, address: string, cookieToken: string | null, openedAt: number, frameTokens: number) {
    this.socket = socket;
    this.address = address;
    this.cookieToken = cookieToken;
    this.openedAt = openedAt;
    this.frameTokens = frameTokens;
    this.frameTokensAt = openedAt;
  }

  get isOpen(): boolean {
    return !this.#isClosing && this.socket.readyState === this.socket.OPEN;
  }
  get unreadBytes(): number {
    return unreadBytes(this.socket);
  }
  send(event: ServerEvent): void {
    this.write(frameEvent(event));
  }
  write(frames: Buffer): void {
    if (this.isOpen) writeFrames(this.socket, frames);
  }
  /** Resolves when the frames have left this process, or never will. */
  writeAndWait(frames: Buffer): Promise<void> {
    return new Promise((resolve) => {
      if (this.isOpen) writeFrames(this.socket, frames, () => resolve());
      else resolve();
    });
  }
  /** Nothing is written to it after this. A peer that doesn't answer is terminated after the close timeout. */
  close(code: CloseCode, reason: string): void {
    if (this.#isClosing) return;
    this.#isClosing = true;
    this.waiting = null;
    this.socket.close(code, reason);
  }
  terminate(): void {
    this.#isClosing = true;
    this.waiting = null;
    this.socket.terminate();
  }
}
