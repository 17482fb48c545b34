import { LIMITS } from '@vitrine/protocol';

/** Bounds of the WebSocket manager beside the protocol's own. Durations in milliseconds, sizes in bytes. */
export const REALTIME_LIMITS = {
  registerTimeout: LIMITS.registerTimeout as number,
  heartbeatInterval: LIMITS.heartbeatInterval as number,
  slowReaderBytes: LIMITS.slowReaderBytes as number,
  closeReaderBytes: LIMITS.closeReaderBytes as number,
  socketsPerSession: LIMITS.socketsPerSession as number,
  socketsPerAddress: LIMITS.socketsPerAddress as number,
  resumeEntries: LIMITS.resumeEntries as number,
  /** Connections that have not registered yet, in all and of one client address. */
  halfOpen: 8_000,
  halfOpenPerAddress: 1_000,
  /** How often connections that have not registered are looked at. */
  registerSweep: 500,
  /** Commands of one connection that wait for the one before them. */
  waitingCommands: 64,
  /** Refused frames of one connection before it is closed; half of them are forgiven at each heartbeat. */
  violations: 40,
  /** A room that nobody is in any more is kept this long, for who comes straight back. */
  roomLinger: 10_000,
  /** The lobby is told figures at most this often. */
  lobbyInterval: 2_000,
  /** Sockets written to before the event loop has its turn. */
  socketsPerTurn: 250,
  /** A backlog goes out in pieces of this size, each after the one before has left. */
  backlogPiece: 128 * 1024,
  /** A closing socket whose peer doesn't answer is terminated. */
  closeTimeout: 5_000,
  /** How long a stopping server waits for its sockets to close. */
  drainTimeout: 3_000,
  /** Attempts to read what an entry needs to be told, and the pause between them. */
  encodeAttempts: 5,
  encodeRetryDelay: 300,
};
export type RealtimeLimits = typeof REALTIME_LIMITS;
