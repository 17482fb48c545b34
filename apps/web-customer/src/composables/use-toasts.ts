import { type Ref, readonly, ref } from 'vue';

const wanted = ref(false);

/** Short notes. The library behind them is loaded with the first one. */
export function useToasts(): { wanted: Readonly<Ref<boolean>>; say: (message: string) => Promise<void> } {
  async function say(message: string): Promise<void> {
    wanted.value = true;
    const { toast } = await import('@vitrine/web-kit/toast');
    toast(message);
  }
  return { wanted: readonly(wanted), say };
}
