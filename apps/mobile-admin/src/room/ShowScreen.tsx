import { Button, codeOf, kitText, Loading, Notice, useLoaded, useShop } from '@vitrine/mobile-kit';
import { router } from 'expo-router';
import { text } from '../text/en.ts';
import { RoomStage } from './RoomStage.tsx';

const MISSING = new Set(['not_found', 'invalid', 'forbidden']);

/** One show by its id, and its room. */
export function ShowScreen({ id }: { id: string }) {
  const { api } = useShop();
  const { loaded, reload } = useLoaded((signal) => api.livestream(id, { signal }));
  if (loaded.status === 'ready') return <RoomStage detail={loaded.value} />;
  if (loaded.status === 'loading') return <Loading />;
  const isMissing = MISSING.has(codeOf(loaded.error) ?? '');
  return (
    <Notice title={isMissing ? text.notFound.title : text.edit.loadFailed} text={isMissing ? text.notFound.text : text.shows.failedText}>
      {isMissing ? null : <Button label={kitText.tryAgain} variant="buy" onPress={reload} />}
      <Button label={text.ended.toShows} onPress={() => router.replace('/')} />
    </Notice>
  );
}
