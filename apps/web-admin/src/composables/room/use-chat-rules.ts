import type { LivestreamSettings } from '@vitrine/protocol';
import { toast } from '@vitrine/web-kit/toast';
import { type ComputedRef, computed, type Ref, ref, type WritableComputedRef } from 'vue';
import { api } from '../server/api.ts';
import { sayProblem } from '../server/problem.ts';
import type { ControlRoom } from './use-control-room.ts';

export interface ChatRules {
  settings: ComputedRef<LivestreamSettings>;
  busy: Readonly<Ref<boolean>>;
  /** Seconds between two messages of one viewer, as the value of a field. */
  slow: WritableComputedRef<string>;
  change: (patch: Partial<LivestreamSettings>) => Promise<void>;
}

/** The rules of a show's chat. Each choice is in force at once, for everybody, and what others chose stands here too. */
export function useChatRules({ snapshot, show }: Pick<ControlRoom, 'snapshot' | 'show'>): ChatRules {
  const settings = computed(() => snapshot.value.settings ?? show.value.settings);
  const busy = ref(false);
  async function change(patch: Partial<LivestreamSettings>): Promise<void> {
    busy.value = true;
    try {
      await api.updateLivestream(show.value._id, { settings: patch });
    } catch (problem) {
      toast(sayProblem(problem));
    } finally {
      busy.value = false;
    }
  }
  const slow = computed({
    get: () => String(settings.value.slowMode),
    set: (seconds) => void change({ slowMode: Number(seconds) }),
  });
  return { settings, busy, slow, change };
}
