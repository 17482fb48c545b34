import type { Observable } from '@vitrine/client';
import { onScopeDispose, type ShallowRef, shallowReadonly, shallowRef } from 'vue';

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
