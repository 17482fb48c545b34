import { Button, codeOf, kitText, Loading, Notice, useLoaded, useShop } from '@vitrine/mobile-kit';
import type { LivestreamDetail } from '@vitrine/protocol';
import { router } from 'expo-router';
import { useEffect } from 'react';
import { text } from '../text/index.ts';
import { leaveShow } from '../watch/leave.ts';
import { ReplayStage } from './ReplayStage.tsx';

/** A show that is over and was recorded: it is opened, did not open, or is seen again. `onGone`: its recording is there no more. */
export function PastShow({ detail, onGone }: { detail: LivestreamDetail; onGone: () => void }) {
  const { api } = useShop();
  const { loaded, reload } = useLoaded((signal) => api.replay(detail._id, { signal }));
  const isGone = loaded.status === 'failed' && codeOf(loaded.error) === 'not_found';
  useEffect(() => {
    if (isGone) onGone();
  }, [isGone, onGone]);
  if (loaded.status === 'ready') return <ReplayStage detail={detail} replay={loaded.value} />;
  if (loaded.status === 'loading' || isGone) return <Loading label={text.replay.opening} />;
  return (
    <Notice title={text.replay.failedTitle} text={text.replay.failedText}>
      <Button label={kitText.tryAgain} variant="buy" onPress={reload} />
      <Button label={text.watch.moreShows} onPress={() => leaveShow(router)} />
    </Notice>
  );
}
