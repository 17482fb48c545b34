import { Button, codeOf, kitText, Loading, Notice, useLoaded, useShop } from '@vitrine/mobile-kit';
import type { LivestreamDetail } from '@vitrine/protocol';
import { router } from 'expo-router';
import { Suspense, useCallback, useState } from 'react';
import { PastShow } from '../replay/past-show';
import { text } from '../text/index.ts';
import { leaveShow } from './leave.ts';
import { WatchStage } from './WatchStage.tsx';

/** Codes that say that there is nothing to see here, for this person. */
const MISSING = new Set(['not_found', 'invalid', 'forbidden']);

/** One show by its id: opening, not here, not loaded, or the show. */
export function WatchScreen({ id }: { id: string }) {
  const { api } = useShop();
  const { loaded, reload } = useLoaded((signal) => api.livestream(id, { signal }));
  const [isDeleted, setDeleted] = useState(false);
  const onDeleted = useCallback(() => setDeleted(true), []);
  if (loaded.status === 'ready' && !isDeleted) return <Show detail={loaded.value} reload={reload} onDeleted={onDeleted} />;
  if (loaded.status === 'loading') return <Loading label={text.watch.opening} />;
  const isMissing = isDeleted || (loaded.status === 'failed' && MISSING.has(codeOf(loaded.error) ?? ''));
  return (
    <Notice
      title={isMissing ? text.watch.notFoundTitle : text.watch.failedTitle}
      text={isMissing ? text.watch.notFoundText : text.watch.failedShow}
    >
      {isMissing ? null : <Button label={kitText.tryAgain} variant="buy" onPress={reload} />}
      <Button label={text.watch.moreShows} onPress={() => leaveShow(router)} />
    </Notice>
  );
}

/** The stage or the replay: who comes to a show that is over sees it again at once, who was there to the end is asked. */
function Show({ detail, reload, onDeleted }: { detail: LivestreamDetail; reload: () => void; onDeleted: () => void }) {
  const [isReplay, setReplay] = useState(detail.status === 'ended' && detail.recordingUrl !== null);
  if (!isReplay) return <WatchStage detail={detail} reload={reload} onReplay={() => setReplay(true)} onDeleted={onDeleted} />;
  return (
    <Suspense fallback={<Loading label={text.replay.opening} />}>
      <PastShow detail={detail} onGone={() => setReplay(false)} />
    </Suspense>
  );
}
