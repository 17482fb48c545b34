import type { Invitation } from '@vitrine/client';
import type { PublisherState, VideoPublisher } from '@vitrine/client/video';
import { createPublisher } from '@vitrine/client/video/publishing';
import { useEffect, useRef, useState } from 'react';
import { type CameraDesk, useCamera } from '../host/use-camera.ts';
import { onActivity } from '../room/activity';
import { useShop } from '../shop/ShopProvider.tsx';
import { rtc } from '../video/rtc';

/** Guests are tiles: more would cost their phone's battery for nothing. */
const QUALITY = '720p';

/** How one stands on stage oneself. */
export interface GuestSeat {
  /** Said yes, and may publish; else asked and not answered yet. */
  isOnStage: boolean;
  /** The host has silenced us. */
  isSilenced: boolean;
  camera: CameraDesk;
  /** How the picture is on its way. */
  sending: PublisherState['status'];
  sendAgain: () => void;
  /** Each rejects with what the shop answers. */
  accept: () => Promise<unknown>;
  decline: () => Promise<unknown>;
  leave: () => Promise<unknown>;
}

/**
 * A guest's seat from the invitation to the end, which is when the screen part that uses this goes: camera and microphone are closed then,
 * whoever ended it. In the background nothing is sent.
 */
export function useGuest(streamId: string, { guest }: Invitation): GuestSeat {
  const shop = useShop();
  const isOnStage = guest.state !== 'invited';
  const publisher = useRef<VideoPublisher | null>(null);
  const camera = useCamera({
    quality: QUALITY,
    // Who is only asked as yet gets none as a guest.
    credentials: () => shop.api.video(streamId, 'viewer'),
    onTrack: (track) => void publisher.current?.replaceTrack(track).catch(() => undefined),
    opens: 'when asked',
  });
  const desk = useRef(camera);
  desk.current = camera;
  const [sending, setSending] = useState<PublisherState['status']>('idle');
  const [isHere, setHere] = useState(true);
  const { stream } = camera;

  useEffect(
    () =>
      onActivity((now) => {
        setHere(now);
        // The system has taken the camera meanwhile, or has not: then it is the same.
        if (now && desk.current.stream) void desk.current.reopen();
      }),
    [],
  );
  // Who comes back to a stage that they are on is asked for nothing that they have allowed already.
  const mayReopen = isOnStage && camera.state.status === 'explain' && camera.isAllowed;
  useEffect(() => {
    if (mayReopen) void desk.current.reopen();
  }, [mayReopen]);
  useEffect(() => {
    if (!isOnStage || !isHere || !stream) return;
    const made = createPublisher((staying) => shop.api.video(streamId, 'guest', staying), {
      ...rtc.parts,
      baseUrl: shop.address,
      quality: QUALITY,
    });
    publisher.current = made;
    const unsubscribe = made.subscribe(() => setSending(made.getSnapshot().status));
    made.start(stream);
    return () => {
      unsubscribe();
      publisher.current = null;
      setSending('idle');
      void made.stop().catch(() => undefined);
    };
  }, [isOnStage, isHere, stream, shop, streamId]);

  return {
    isOnStage,
    isSilenced: guest.muted,
    camera,
    sending,
    sendAgain() {
      if (stream) publisher.current?.start(stream);
    },
    accept: () => shop.api.acceptStage(streamId),
    decline: () => shop.api.declineStage(streamId),
    leave: () => shop.api.leaveStage(streamId),
  };
}
