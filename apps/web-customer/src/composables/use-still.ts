import type { Livestream } from '@vitrine/protocol';
import { computed, onScopeDispose, type Ref, ref, watch } from 'vue';

/** Milliseconds from one still to the next while a show is looked at; where there is none, the wait doubles up to this. */
const EVERY = 10_000;
const LONGEST_WAIT = 80_000;

/** A browser that was asked to save data gets the cover alone. */
const savesData = (): boolean => 'connection' in navigator && Boolean((navigator.connection as { saveData?: boolean }).saveData);

/** Stills of one instant have one address, so that two cards of a show fetch it once. */
const addressOf = (id: string, now: number): string => `/livestreams/${id}/still.webp?at=${Math.floor(now / EVERY)}`;

/** Fetches and decodes the picture, so that putting it in the other's place doesn't flash. */
async function isThere(url: string): Promise<boolean> {
  const picture = new Image();
  picture.src = url;
  return picture.decode().then(
    () => true,
    () => false,
  );
}

/** What a show's card shows: the newest still while it is live, else its cover. Nothing is fetched for what nobody sees. */
export function useStill(show: () => Livestream, isSeen: () => boolean): Readonly<Ref<string | undefined>> {
  const still = ref<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = EVERY;
  let gone = false;

  async function renew(): Promise<void> {
    const { _id: id, status } = show();
    if (status === 'live' && !document.hidden && isSeen()) {
      const url = addressOf(id, Date.now());
      const came = await isThere(url);
      if (gone || show()._id !== id) return;
      still.value = came ? url : undefined;
      wait = came ? EVERY : Math.min(2 * wait, LONGEST_WAIT);
    }
    timer = setTimeout(() => void renew(), wait);
  }
  watch(
    () => show()._id,
    () => {
      still.value = undefined;
      wait = EVERY / 2;
      clearTimeout(timer);
      if (!savesData()) timer = setTimeout(() => void renew());
    },
    { immediate: true },
  );
  onScopeDispose(() => {
    gone = true;
    clearTimeout(timer);
  });
  return computed(() => (show().status === 'live' ? still.value : undefined) ?? show().thumbnailUrl ?? undefined);
}
