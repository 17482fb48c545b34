import type { AskCredentials, VideoQuality } from '@vitrine/client/video';
import { createPublisher } from '@vitrine/client/video/publishing';
import { useEffect, useRef, useState } from 'react';
import { onActivity } from '../room/activity';
import { useSnapshot } from '../room/use-snapshot.ts';
import { useShop } from '../shop/ShopProvider.tsx';
import { rtc } from '../video/rtc';
import { Broadcast, type BroadcastState } from './broadcast.ts';
import { type CameraDesk, useCamera } from './use-camera.ts';

/** The camera of this phone and its way to the show; closed for who only looks after the chat. In the background nothing is sent; back in front it goes on. */
export function useBroadcast(
  streamId: string,
  quality: VideoQuality,
  isOnAir: boolean,
  mayRun: boolean,
): { camera: CameraDesk; broadcast: Broadcast; state: BroadcastState } {
  const shop = useShop();
  const onAir = useRef(isOnAir);
  onAir.current = isOnAir;
  const credentials: AskCredentials = (staying) => shop.api.video(streamId, 'host', staying);
  const [broadcast] = useState(
    () =>
      new Broadcast({
        createPublisher: () => createPublisher(credentials, { ...rtc.parts, baseUrl: shop.address, quality }),
        isOnAir: () => onAir.current,
        startShow: () => shop.api.startLivestream(streamId),
      }),
  );
  const camera = useCamera({
    quality,
    credentials,
    onTrack: (track) => broadcast.replaceTrack(track),
    opens: mayRun ? 'at once' : 'when asked',
  });
  const desk = useRef(camera);
  desk.current = camera;
  useEffect(() => {
    const unfollow = onActivity((isHere) => {
      if (!isHere) {
        void broadcast.pause();
        return;
      }
      if (broadcast.getSnapshot().status !== 'paused') return;
      void desk.current.reopen().then((stream) => {
        if (stream) void broadcast.resume(stream);
      });
    });
    return () => {
      unfollow();
      void broadcast.stop();
    };
  }, [broadcast]);
  return { camera, broadcast, state: useSnapshot(broadcast) };
}
