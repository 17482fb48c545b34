import { useAccount, useShop } from '@vitrine/mobile-kit';
import { router } from 'expo-router';
import { useEffect, useState } from 'react';
import { registerForPush } from './push';

/** The shows that one will be told of. Who has no name is led to make an account: nobody could be told otherwise. */
export function useReminders(): { set: ReadonlySet<string>; toggle: (streamId: string) => Promise<void> } {
  const { api } = useShop();
  const account = useAccount();
  const accountId = account?._id;
  const [set, setSet] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    if (accountId === undefined) {
      setSet(new Set());
      return;
    }
    const asked = new AbortController();
    // Without the list the buttons offer what may be set already; setting it again does no harm.
    api.reminders({ signal: asked.signal }).then(
      ({ items }) => setSet(new Set(items.map(({ _id }) => _id))),
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
    if (isSet) await registerForPush(api);
  }
  return { set, toggle };
}
