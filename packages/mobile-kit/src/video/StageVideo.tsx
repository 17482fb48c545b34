import { useEffect, useRef } from 'react';
import type { StageVideoProps } from './surroundings.ts';

/** The picture, filling its place. */
export function StageVideo({ stream, isMirrored = false, isMuted, onMutedBySystem, label }: StageVideoProps) {
  const video = useRef<HTMLVideoElement>(null);
  const refused = useRef(onMutedBySystem);
  refused.current = onMutedBySystem;
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    element.srcObject = stream;
    if (!stream) return;
    element.play().catch((error: unknown) => {
      if (!(error instanceof DOMException) || error.name !== 'NotAllowedError' || element.muted) return;
      element.muted = true;
      refused.current?.();
      element.play().catch(() => undefined);
    });
  }, [stream]);
  return (
    <video
      ref={video}
      autoPlay
      playsInline
      muted={isMuted}
      aria-label={label}
      style={{
        position: 'absolute',
        inset: 0,
        width: '100%',
        height: '100%',
        objectFit: 'cover',
        ...(isMirrored ? { transform: 'scaleX(-1)' } : {}),
      }}
    />
  );
}
