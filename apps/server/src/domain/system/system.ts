import type { SystemReport, SystemWarning } from '@vitrine/protocol';
import { type Actor, assertAdmin } from '../actor.ts';
import type { LeaseKeeper } from '../leases/lease-keeper.ts';
import type { System } from '../services.ts';

/** What does not change while the server runs. */
export interface Parts extends Pick<SystemReport, 'version' | 'storage' | 'backplane' | 'video'> {
  /** Whether every node has the same files: by S3, or because there is one store for one node. */
  filesAreShared: boolean;
}

const nodeLease = (nodeId: string): string => `node:${nodeId}`;

/** Which parts run, how many nodes are alive, and what an operator should see to. Nodes know of each other by leases in the store. */
export class SystemService implements System {
  readonly #parts: Parts;
  readonly #leases: LeaseKeeper;
  readonly #isBackplaneConnected: () => boolean;
  readonly #onWarning: (warning: SystemWarning) => void;
  #nodes = 1;
  #warnings: SystemWarning[] = [];

  constructor(parts: {
    parts: Parts;
    leases: LeaseKeeper;
    isBackplaneConnected: () => boolean;
    /** Told once when a warning begins to hold. */
    onWarning: (warning: SystemWarning) => void;
  }) {
    this.#parts = parts.parts;
    this.#leases = parts.leases;
    this.#isBackplaneConnected = parts.isBackplaneConnected;
    this.#onWarning = parts.onWarning;
  }

  async join(): Promise<void> {
    await this.#leases.want(nodeLease(this.#leases.nodeId));
  }
  async leave(): Promise<void> {
    await this.#leases.remove(nodeLease(this.#leases.nodeId));
  }
  /** Looks at who is alive; periodically, on every node. */
  async look(): Promise<void> {
    const { alive, dead } = await this.#leases.watch('node:');
    for (const lease of dead) await this.#leases.bury(lease);
    this.#nodes = Math.max(1, alive.length);
    const before = new Set(this.#warnings);
    this.#warnings = this.#findWarnings();
    for (const warning of this.#warnings) if (!before.has(warning)) this.#onWarning(warning);
  }
  async report(actor: Actor): Promise<SystemReport> {
    assertAdmin(actor);
    const { filesAreShared: _, ...parts } = this.#parts;
    return { ...parts, nodes: this.#nodes, warnings: this.#warnings };
  }

  #findWarnings(): SystemWarning[] {
    const several = this.#nodes > 1;
    const warnings: SystemWarning[] = [];
    if (several && this.#parts.backplane === 'local') warnings.push('nodes_without_redis');
    if (!this.#isBackplaneConnected()) warnings.push('redis_away');
    if (several && !this.#parts.filesAreShared) warnings.push('files_on_one_node');
    return warnings;
  }
}
