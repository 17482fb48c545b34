import { Listeners } from '../../domain/listeners.ts';
import type { Backplane, Presence, ViewerCount } from '../../ports/backplane.ts';
import { createMemoryRateLimits } from './memory-rate-limits.ts';

/** The backplane of a shop with one node: nobody else to tell, presence and limits in memory. */
export function createLocalBackplane(): Backplane {
  return {
    publish: () => {},
    onHint: () => () => {},
    tellFigures: () => {},
    onFigures: () => () => {},
    presence: createLocalPresence(),
    rateLimits: createMemoryRateLimits(),
    otherNodes: () => [],
    isConnected: () => true,
    async [Symbol.asyncDispose]() {},
  };
}

interface LocalStream {
  viewers: Set<string>;
  followers: Listeners<[ViewerCount]>;
}

function createLocalPresence(): Presence {
  const streams = new Map<string, LocalStream>();
  const open = (streamId: string): LocalStream => {
    const stream = streams.get(streamId) ?? { viewers: new Set(), followers: new Listeners() };
    streams.set(streamId, stream);
    return stream;
  };
  const forgetEmpty = (streamId: string, { viewers, followers }: LocalStream): void => {
    if (viewers.size === 0 && followers.size === 0) streams.delete(streamId);
  };
  return {
    join(streamId, viewerId) {
      const { viewers, followers } = open(streamId);
      if (viewers.has(viewerId)) return;
      viewers.add(viewerId);
      followers.tell({ viewers: viewers.size, isAgreed: true });
    },
    leave(streamId, viewerId) {
      const stream = streams.get(streamId);
      if (!stream?.viewers.delete(viewerId)) return;
      stream.followers.tell({ viewers: stream.viewers.size, isAgreed: true });
      forgetEmpty(streamId, stream);
    },
    count: async (streamId) => streams.get(streamId)?.viewers.size ?? 0,
    follow(streamId, listener) {
      const stream = open(streamId);
      const stop = stream.followers.add(listener);
      listener({ viewers: stream.viewers.size, isAgreed: true });
      return () => {
        stop();
        forgetEmpty(streamId, stream);
      };
    },
  };
}
