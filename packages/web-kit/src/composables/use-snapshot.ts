import { onScopeDispose, type ShallowRef, shallowReadonly, shallowRef } from 'vue';

/** What the client's framework-free agents have in common: the current state, and word when it is another. */
export interface Observable<Snapshot> {
  getSnapshot(): Snapshot;
  /** @returns how to stop listening */
  subscribe(listener: () => void): () => void;
}

/** The current snapshot of an agent as a ref, for as long as the component lives. */
export function useSnapshot<Snapshot>(source: Observable<Snapshot>): Readonly<ShallowRef<Snapshot>> {
  const snapshot = shallowRef(source.getSnapshot());
  onScopeDispose(
    source.subscribe(() => {
      snapshot.value = source.getSnapshot();
    }),
  );
  return shallowReadonly(snapshot);
}
