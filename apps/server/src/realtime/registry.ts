import type { Connection } from './connection.ts';
import type { RealtimeLimits } from './limits.ts';

/** Every connection of this node, and how many each client address and session has. */
export class Registry {
  readonly connections = new Set<Connection>();
  /** Those that have not registered, oldest first. */
  readonly halfOpen = new Set<Connection>();
  readonly #limits: RealtimeLimits;
  readonly #ofAddress = new Map<string, number>();
  readonly #halfOpenOfAddress = new Map<string, number>();
  readonly #ofSession = new Map<string, number>();

  constructor(limits: RealtimeLimits) {
    this.#limits = limits;
  }
  /** Whether one more may come from this address. */
  hasRoomFor(address: string): boolean {
    return (
      this.halfOpen.size < this.#limits.halfOpen &&
      (this.#halfOpenOfAddress.get(address) ?? 0) < this.#limits.halfOpenPerAddress &&
      (this.#ofAddress.get(address) ?? 0) < this.#limits.socketsPerAddress
    );
  }
  add(connection: Connection): void {
    this.connections.add(connection);
    this.halfOpen.add(connection);
    change(this.#ofAddress, connection.address, 1);
    change(this.#halfOpenOfAddress, connection.address, 1);
  }
  /** Counts the connection to this session; false, and nothing changed, when the session has its fill. */
  claim(connection: Connection, sessionKey: string): boolean {
    if (connection.sessionKey !== sessionKey) {
      if ((this.#ofSession.get(sessionKey) ?? 0) >= this.#limits.socketsPerSession) return false;
      if (connection.sessionKey !== null) change(this.#ofSession, connection.sessionKey, -1);
      connection.sessionKey = sessionKey;
      change(this.#ofSession, sessionKey, 1);
    }
    return true;
  }
  registered(connection: Connection): void {
    if (this.halfOpen.delete(connection)) change(this.#halfOpenOfAddress, connection.address, -1);
  }
  remove(connection: Connection): void {
    if (!this.connections.delete(connection)) return;
    this.registered(connection);
    change(this.#ofAddress, connection.address, -1);
    if (connection.sessionKey !== null) change(this.#ofSession, connection.sessionKey, -1);
    connection.sessionKey = null;
  }
}

function change(counts: Map<string, number>, key: string, by: number): void {
  const count = (counts.get(key) ?? 0) + by;
  if (count > 0) counts.set(key, count);
  else counts.delete(key);
}
