import { attachVideoElement } from '@vitrine/client';
import { useEffect, useRef } from 'react';
import type { ReplayVideoProps } from './surroundings.ts';

/** The recording, filling its place. */
export function ReplayVideo({ player, label }: ReplayVideoProps) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => (video.current ? attachVideoElement(player, video.current) : undefined), [player]);
  return (
    // biome-ignore lint/a11y/useMediaCaption: nothing was said in writing but the chat, which stands over it
    <video
      ref={video}
      playsInline
      preload="auto"
      aria-label={label}
      style={{ position: 'absolute', inset: 0, width: '100%', height: '100%', objectFit: 'cover' }}
    />
  );
}
