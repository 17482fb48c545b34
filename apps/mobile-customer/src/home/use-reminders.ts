import { useAccount, useShop } from '@vitrine/mobile-kit';
import { router } from 'expo-router';
import { useEffect, useState } from 'react';
import { push } from '../push/push';
import type { PushState } from '../push/surroundings.ts';

export interface Reminders {
  set: ReadonlySet<string>;
  /** Whether this phone is told; null until it is known. */
  push: PushState | null;
  toggle: (streamId: string) => Promise<void>;
  allow: () => void;
}
/** The shows that one will be told of. Who has no name is led to make an account: nobody could be told otherwise. */
export function useReminders(): Reminders {
  const { api } = useShop();
  const account = useAccount();
  const accountId = account?._id;
  const [set, setSet] = useState<ReadonlySet<string>>(new Set());
  const [state, setState] = useState<PushState | null>(null);
  useEffect(() => {
    if (accountId === undefined) {
      setSet(new Set());
      setState(null);
      return;
    }
    const asked = new AbortController();
    // Without the list the buttons offer what may be set already; setting it again does no harm.
    api.reminders({ signal: asked.signal }).then(
      async ({ items }) => {
        setSet(new Set(items.map(({ _id }) => _id)));
        if (items.length === 0) return;
        const now = await push.refresh(api);
        if (!asked.signal.aborted) setState(now);
      },
      () => undefined,
    );
    return () => asked.abort();
  }, [api, accountId]);

  async function toggle(streamId: string): Promise<void> {
    if (!account) {
      router.push('/sign-up');
      return;
    }
    const { isSet } = await api.setReminder(streamId, !set.has(streamId));
    setSet((now) => {
      const next = new Set(now);
      if (isSet) next.add(streamId);
      else next.delete(streamId);
      return next;
    });
    // Asked here and nowhere else: it is plain now what it is for.
    if (isSet) setState(await push.register(api));
  }
  return { set, push: state, toggle, allow: () => void push.register(api).then(setState) };
}
