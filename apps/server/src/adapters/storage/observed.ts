import { DomainError } from '../../domain/errors.ts';
import type { Metrics } from '../../ports/metrics.ts';
import type { Storage, TimelineStore } from '../../ports/storage.ts';

/** The same store, with its commits timed and its failures counted. `now` in milliseconds that only rise. */
export function observedStorage(storage: Storage, metrics: Pick<Metrics, 'committed' | 'storageFailed'>, now: () => number): Storage {
  const note = (error: unknown): never => {
    // What the rules refuse is no failure of the store.
    if (!(error instanceof DomainError) || error.code === 'storage_unavailable') metrics.storageFailed();
    throw error;
  };
  const watched = <Part extends object>(part: Part): Part =>
    new Proxy(part, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        return (...input: unknown[]): unknown => {
          const result: unknown = Reflect.apply(value, target, input);
          return result instanceof Promise ? result.catch(note) : result;
        };
      },
    });

  const timeline = watched(storage.timeline);
  const insert: TimelineStore['insert'] = async (entries) => {
    const from = now();
    const result = await timeline.insert(entries);
    metrics.committed((now() - from) / 1000, result.written);
    return result;
  };
  const timed = new Proxy(timeline, { get: (target, name) => (name === 'insert' ? insert : Reflect.get(target, name, target)) });

  const parts = new Map<string | symbol, unknown>([['timeline', timed]]);
  return new Proxy(storage, {
    get(target, name) {
      if (parts.has(name)) return parts.get(name);
      const value: unknown = Reflect.get(target, name, target);
      const part = typeof value === 'function' ? value.bind(target) : typeof value === 'object' && value !== null ? watched(value) : value;
      parts.set(name, part);
      return part;
    },
  });
}
