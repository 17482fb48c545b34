import type { CaptionTrack } from '@vitrine/protocol';
import type { CaptionsHead } from '../../ports/storage.ts';

export const trackOf = ({ streamId, language, count, updatedAt }: CaptionsHead): CaptionTrack => ({
  language,
  cues: count,
  url: `/livestreams/${streamId}/replay/captions/${language}.vtt`,
  updatedAt: new Date(updatedAt).toISOString(),
});
