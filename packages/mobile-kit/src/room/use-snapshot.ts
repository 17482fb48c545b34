import type { Observable } from '@vitrine/client';
import { useSyncExternalStore } from 'react';

/** The current state of an agent, as React follows it. */
export const useSnapshot = <Snapshot>(agent: Observable<Snapshot>): Snapshot =>
  useSyncExternalStore(agent.subscribe, agent.getSnapshot, agent.getSnapshot);
