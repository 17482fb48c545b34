import type { Livestream } from '@vitrine/protocol';
import { computed, type Ref, ref, watch } from 'vue';

/** A browser that was asked to save data gets the cover alone. */
const savesData = (): boolean => 'connection' in navigator && Boolean((navigator.connection as { saveData?: boolean }).saveData);

/** Stills of one instant have one address, so that two cards of a show fetch it once. */
const addressOf = (id: string, takenAt: string): string => `/livestreams/${id}/still.webp?at=${Date.parse(takenAt)}`;

/** Fetches and decodes the picture, so that putting it in the other's place doesn't flash. */
async function isThere(url: string): Promise<boolean> {
  const picture = new Image();
  picture.src = url;
  return picture.decode().then(
    () => true,
    () => false,
  );
}

export interface StillOf {
  show: Livestream;
  /** When its newest still was taken; undefined where there is none. */
  takenAt: string | undefined;
  /** Whether its card is in sight. */
  seen: boolean;
}

/** What a show's card shows: the newest still while it is live, else its cover. Nothing is fetched for what nobody sees. */
export function useStill(of: () => StillOf): Readonly<Ref<string | undefined>> {
  const still = ref<{ id: string; url: string }>();
  watch(
    of,
    async ({ show: { _id: id, status }, takenAt, seen }) => {
      if (takenAt === undefined || status !== 'live' || !seen || document.hidden || savesData()) return;
      const url = addressOf(id, takenAt);
      const came = await isThere(url);
      // Another may be wanted by now: an older one that comes late is dropped.
      if (came && of().show._id === id && of().takenAt === takenAt) still.value = { id, url };
    },
    { immediate: true },
  );
  return computed(() => {
    const { show, takenAt } = of();
    const shown = show.status === 'live' && takenAt !== undefined && still.value?.id === show._id ? still.value.url : undefined;
    return shown ?? show.thumbnailUrl ?? undefined;
  });
}
