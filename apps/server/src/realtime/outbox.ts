import { CLOSE, type ClientEventOf } from '@vitrine/protocol';
import type { Connection } from './connection.ts';
import { frameEvent } from './frame.ts';
import type { RealtimeLimits } from './limits.ts';
import type { Room } from './room.ts';

type Resume = ClientEventOf<'register'>['data']['resume'];

/** Where a newcomer starts: everything after `offset` follows the `history` frame. */
export interface Start {
  offset: number;
  history: Buffer;
}

/** Decides whether the client may resume, and makes ready what it needs. */
export async function startFrom(room: Room, resume: Resume, limits: RealtimeLimits): Promise<Start> {
  const mayResume =
    resume !== undefined && resume.epoch === room.epoch && resume.offset <= room.tail && room.tail - resume.offset <= limits.resumeEntries;
  if (!mayResume) {
    const { upTo, frame } = await room.history();
    return { offset: upTo, history: frame };
  }
  await room.load(resume.offset);
  const data = { streamId: room.streamId, epoch: room.epoch, offset: resume.offset, recovered: true, messages: [] };
  return { offset: resume.offset, history: frameEvent({ type: 'chat_history', data }) };
}

/**
 * Backfill, cut over, live. What was missed is written in pieces, each after the one before has left; the last piece and the joining are one
 * step, so nothing falls between them, and the offset says what each flush still has to bring, so nothing comes twice.
 */
export async function handOver(
  connection: Connection,
  room: Room,
  start: Start,
  greeting: Buffer[],
  limits: RealtimeLimits,
): Promise<void> {
  let pieces = [...greeting, start.history];
  connection.offset = start.offset;
  for (;;) {
    const missed = room.log.after(connection.offset);
    if (!missed || room.isClosed) {
      connection.close(CLOSE.tryAgain, 'resume');
      return;
    }
    let bytes = 0;
    for (const frame of missed) {
      if (bytes > limits.backlogPiece) break;
      bytes += frame.length;
      pieces.push(frame);
      connection.offset += 1;
    }
    if (connection.offset === room.tail) {
      connection.write(Buffer.concat(pieces));
      room.members.add(connection);
      return;
    }
    await connection.writeAndWait(Buffer.concat(pieces));
    pieces = [];
    if (!connection.isOpen || connection.room !== room) return;
  }
}
