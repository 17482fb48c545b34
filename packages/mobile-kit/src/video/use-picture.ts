import type { PlaybackStats, PlayerState, VideoPlayer } from '@vitrine/client/video';
import { createPlayer } from '@vitrine/client/video';
import type { PlaybackQuality } from '@vitrine/protocol';
import { useEffect, useRef, useState } from 'react';
import { onActivity } from '../room/activity';
import { useShop } from '../shop/ShopProvider.tsx';
import { rtc } from './rtc';

/** After so long a wait it is said that it takes longer, in ms. */
const PATIENCE = 8_000;
/** How often the shop is told how the picture looks here, in ms. */
const REPORT_EVERY = 15_000;

/** What the shop is told of the picture: of so many ms, how long and how often it stood still. */
export interface PictureReport {
  period: number;
  frozen: number;
  freezes: number;
  height: number;
  framesPerSecond: number;
}
export interface Picture {
  /** The last one stays on screen while it is fetched again. */
  stream: MediaStream | null;
  state: 'off' | 'opening' | 'slow' | 'waiting' | 'playing' | 'lost' | 'failed' | 'unsupported';
  retry: () => void;
  quality: PlaybackQuality;
  choose: (quality: PlaybackQuality) => void;
  /** Sound alone goes on while the app is away. */
  playsInBackground: boolean;
}

/** Plays the host's seat while the show is on and the app in front; comes back by itself. */
export function usePicture(streamId: string, isOn: boolean, report: (seen: PictureReport) => void): Picture {
  const shop = useShop();
  const [state, setState] = useState<PlayerState>({ status: 'idle' });
  const [stream, setStream] = useState<MediaStream | null>(null);
  const [isSlow, setSlow] = useState(false);
  const [quality, setQuality] = useState<PlaybackQuality>('auto');
  const player = useRef<VideoPlayer | null>(null);
  const playsOn = useRef(false);
  // A picture that nobody sees is not fetched; who left the app for another does not expect to hear it, unless that is what was chosen.
  playsOn.current = rtc.playsInBackground && quality === 'audio';
  const tell = useRef(report);
  tell.current = report;

  useEffect(() => {
    if (!isOn || !rtc.isSupported) return;
    const made = createPlayer((staying) => shop.api.video(streamId, 'viewer', staying), { ...rtc.parts, baseUrl: shop.address });
    player.current = made;
    const take = (): void => {
      const now = made.getSnapshot();
      setState(now);
      if (now.status === 'playing') setStream(now.stream);
      if (now.status === 'idle' || now.status === 'failed' || now.status === 'waiting') setStream(null);
    };
    const unsubscribe = made.subscribe(take);
    made.start();
    const patience = setTimeout(() => setSlow(true), PATIENCE);
    const stopReports = reportEvery(made, (seen) => tell.current(seen));
    const unfollow = onActivity((isHere) => {
      if (isHere) made.start();
      else if (!playsOn.current) made.stop();
    });
    return () => {
      clearTimeout(patience);
      stopReports();
      unfollow();
      unsubscribe();
      made.stop();
      player.current = null;
      setState({ status: 'idle' });
      setStream(null);
      setSlow(false);
    };
  }, [isOn, shop, streamId]);

  return {
    stream,
    state: pictureState(state, stream !== null, isOn, isSlow),
    retry: () => player.current?.start(),
    quality,
    playsInBackground: rtc.playsInBackground,
    choose(next) {
      setQuality(next);
      player.current?.choose({ quality: next });
    },
  };
}

function pictureState({ status }: PlayerState, hasPicture: boolean, isOn: boolean, isSlow: boolean): Picture['state'] {
  if (!isOn) return 'off';
  if (!rtc.isSupported) return 'unsupported';
  if (status === 'playing') return 'playing';
  if (status === 'failed' || status === 'waiting') return status;
  if (hasPicture) return 'lost';
  return isSlow ? 'slow' : 'opening';
}

/** A connection that was made anew counts from nothing. */
const since = (now: number, before: number): number => (now >= before ? now - before : now);

function reportEvery(player: VideoPlayer, tell: (seen: PictureReport) => void): () => void {
  let before: { at: number; freezes: number; frozen: number } | null = null;
  const read = async (): Promise<void> => {
    const seen: PlaybackStats | null = player.getSnapshot().status === 'playing' ? await player.stats() : null;
    if (!seen || seen.freezes === null || seen.frozen === null) {
      before = null;
      return;
    }
    const at = Date.now();
    const { height, framesPerSecond, freezes, frozen } = seen;
    if (before !== null) {
      const period = at - before.at;
      const stood = Math.min(period, Math.round(since(frozen, before.frozen)));
      tell({ period, frozen: stood, freezes: since(freezes, before.freezes), height, framesPerSecond });
    }
    before = { at, freezes, frozen };
  };
  const timer = setInterval(() => void read().catch(() => undefined), REPORT_EVERY);
  return () => clearInterval(timer);
}
