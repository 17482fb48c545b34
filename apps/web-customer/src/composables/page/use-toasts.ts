import { type Ref, readonly, ref } from 'vue';

const wanted = ref(false);
let ready = (): void => {};
/** The library drops what is said before its place is there. */
const isThere = new Promise<void>((resolve) => {
  ready = resolve;
});

/** Short notes. The library behind them is loaded with the first one. */
export function useToasts(): {
  wanted: Readonly<Ref<boolean>>;
  /** The place for notes is on the page. */
  ready: () => void;
  say: (message: string) => Promise<void>;
} {
  async function say(message: string): Promise<void> {
    wanted.value = true;
    const [{ toast }] = await Promise.all([import('@vitrine/web-kit/toast'), isThere]);
    toast(message);
  }
  return { wanted: readonly(wanted), ready, say };
}
