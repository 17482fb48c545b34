import { Button, formatDayAndTime, kitText, Notice, type usePicture } from '@vitrine/mobile-kit';
import type { LivestreamDetail, LivestreamStatus } from '@vitrine/protocol';
import { View } from 'react-native';
import { text } from '../text/index.ts';
import { Interrupted } from './Interrupted.tsx';

/** What stands in the middle while there is no picture: why, and what becomes of it. */
export function WatchState({
  detail,
  status,
  picture,
  viewers,
  isBanned,
  awaySince,
}: {
  detail: LivestreamDetail;
  status: LivestreamStatus;
  picture: ReturnType<typeof usePicture>;
  viewers: number;
  isBanned: boolean;
  /** When the host was lost, in ms; null for who came meanwhile. */
  awaySince: number | null;
}) {
  const words = text.watch;
  if (isBanned) return <Notice title={words.bannedTitle} text={words.bannedText} />;
  if (status === 'ended') return null;
  if (status === 'scheduled')
    return (
      <Notice
        title={words.startsTitle}
        text={[detail.scheduledFor ? words.starts(formatDayAndTime(detail.scheduledFor)) : '', words.startsSoon].join(' ').trim()}
      />
    );
  if (status === 'interrupted') return <Interrupted host={detail.hostName} since={awaySince} viewers={viewers} />;
  switch (picture.state) {
    case 'opening':
      return <Notice title={words.opening} />;
    case 'slow':
      return <Notice title={words.slowTitle} text={words.slowText} />;
    case 'waiting':
      return <Notice title={words.waitingTitle} text={words.waitingText} />;
    case 'unsupported':
      return <Notice title={words.slowTitle} text={words.unsupported} />;
    case 'failed':
      return (
        <Notice title={words.slowTitle} text={words.failedText}>
          <Button label={kitText.tryAgain} onPress={picture.retry} />
        </Notice>
      );
    default:
      return <View style={{ flexGrow: 1 }} />;
  }
}
