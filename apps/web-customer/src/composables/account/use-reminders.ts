import { type Ref, shallowRef } from 'vue';
import { useRouter } from 'vue-router';
import { text } from '../../text/index.ts';
import { useToasts } from '../page/use-toasts.ts';
import { api } from '../server/api.ts';
import { useSession } from './use-session.ts';

/** The shows that one will be told of. Who has neither name nor account is led to make one: nobody could be told otherwise. */
export function useReminders(): { set: Ref<ReadonlySet<string>>; toggle: (streamId: string) => Promise<void> } {
  const set = shallowRef<ReadonlySet<string>>(new Set());
  const router = useRouter();
  const { known } = useSession();
  const { say } = useToasts();

  async function load(): Promise<void> {
    const { account } = await known();
    if (account) set.value = new Set((await api.reminders()).items.map((show) => show._id));
  }
  async function toggle(streamId: string): Promise<void> {
    try {
      const { account } = await known();
      if (!account) {
        await router.push({ path: '/sign-up', query: { back: router.currentRoute.value.fullPath } });
        return;
      }
      const { isSet } = await api.setReminder(streamId, !set.value.has(streamId));
      const after = new Set(set.value);
      if (isSet) after.add(streamId);
      else after.delete(streamId);
      set.value = after;
    } catch {
      await say(text.reminder.failed);
    }
  }
  // Without the list the buttons offer what may be set already; setting it again does no harm.
  load().catch(() => undefined);
  return { set, toggle };
}
