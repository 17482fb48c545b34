import type { Connection } from './connection.ts';
import type { JoinedRoom } from './joined-room.ts';
import { Room, type RoomContext } from './room.ts';

/** The rooms of this node. One is opened by the first who enters and kept a little longer than the last. */
export class Hub {
  readonly #rooms = new Map<string, { opening: Promise<Room>; room: Room | null }>();
  readonly #context: RoomContext;
  readonly #stopListening: (() => void)[];

  constructor(context: RoomContext) {
    this.#context = context;
    const { audience, likes } = context.services;
    this.#stopListening = [
      audience.onChange((streamId, viewerCount, peakViewers) => this.#rooms.get(streamId)?.room?.figures.set({ viewerCount, peakViewers })),
      likes.onChange((streamId, count) => this.#rooms.get(streamId)?.room?.figures.set({ likes: count })),
    ];
  }
  /** The stream's room, once it has been opened. */
  room(streamId: string): Room | null {
    return this.#rooms.get(streamId)?.room ?? null;
  }
  get roomCount(): number {
    return this.#rooms.size;
  }

  /**
   * The stream's room, which stays open until `leave` is called as often as this.
   * @throws DomainError `not_found` for an unknown stream.
   */
  async enter(streamId: string): Promise<Room> {
    for (;;) {
      const known = this.#rooms.get(streamId);
      const room = await (known?.opening ?? this.#open(streamId));
      if (!room.isClosed) {
        room.users += 1;
        return room;
      }
      if (this.#rooms.get(streamId) === known) this.#rooms.delete(streamId);
    }
  }
  leave(room: JoinedRoom<Connection>): void {
    room.users -= 1;
    if (room.users > 0) return;
    setTimeout(() => {
      if (room.users > 0) return;
      if (this.#rooms.get(room.streamId)?.room === room) this.#rooms.delete(room.streamId);
      if (!room.isClosed) room.close();
    }, this.#context.limits.roomLinger).unref();
  }
  /** Nobody enters the stream's room any more; who is about to, finds it closed. Gives it with those who are in it. */
  async shut(streamId: string): Promise<Room | null> {
    const room = (await this.#rooms.get(streamId)?.opening.catch(() => null)) ?? null;
    if (room && !room.isClosed) room.close();
    return room;
  }
  /** Takes the connection out of its room and its viewer out of the count. */
  takeOut(connection: Connection): void {
    const { room } = connection;
    connection.leaveAudience?.();
    connection.leaveAudience = null;
    connection.stopFigures?.();
    connection.stopFigures = null;
    connection.stopVideoHealth?.();
    connection.stopVideoHealth = null;
    connection.room = null;
    if (!room) return;
    room.members.delete(connection);
    this.leave(room);
  }
  close(): void {
    for (const stop of this.#stopListening) stop();
    for (const { room } of this.#rooms.values()) if (room && !room.isClosed) room.close();
    this.#rooms.clear();
  }

  #open(streamId: string): Promise<Room> {
    const opening = Room.open(streamId, this.#context);
    const record: { opening: Promise<Room>; room: Room | null } = { opening, room: null };
    this.#rooms.set(streamId, record);
    opening.then(
      (room) => {
        record.room = room;
        room.figures.set({ viewerCount: this.#context.services.audience.count(streamId) });
      },
      () => this.#rooms.delete(streamId),
    );
    return opening;
  }
}
