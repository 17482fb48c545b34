import { HOST_SEAT, type RecordedTrack, type Recording } from '@vitrine/protocol';
import type { FinishedPart, RawPart } from '../../ports/recordings.ts';

export const recordingBegun = (): Recording => ({
  state: 'recording',
  problem: null,
  progress: null,
  tracks: [],
  thumbnailUrl: null,
  previews: null,
});

const NAME = /^([0-9a-f]{24})-[0-9a-z-]{1,64}\.(?:webm|mp4|thumbnail\.webp|previews\.webp)$/;
/** Which show a file is of, by its name; null for what is no name of ours. */
export const showOfFile = (file: string): string | null => NAME.exec(file)?.[1] ?? null;
export const fileOfPart = ({ streamId, id }: RawPart, kind: FinishedPart['extension'] | 'thumbnail.webp' | 'previews.webp'): string =>
  `${streamId}-${id}.${kind}`;
export const urlOfFile = (file: string): string => `/recordings/${showOfFile(file)}/${file}`;
const fileOfUrl = (url: string): string => url.slice(url.lastIndexOf('/') + 1);

/** Every file that the recording is made of. */
export const filesOf = ({ tracks, thumbnailUrl, previews }: Recording): string[] =>
  [...tracks.map(({ url }) => url), thumbnailUrl, previews?.url].flatMap((url) => (url ? [fileOfUrl(url)] : []));

/** The one that is played where only one can be: the longest of the host's, since a host may have come back to another file. */
export function mainTrack(recording: Recording): RecordedTrack | null {
  const [longest] = recording.tracks.filter(({ seat }) => seat === HOST_SEAT).sort((one, other) => other.duration - one.duration);
  return longest ?? recording.tracks[0] ?? null;
}

/** The recording with what was made of one part. The pictures are those of the main track. */
export function withPart(recording: Recording, part: RawPart, finished: FinishedPart): Recording {
  const track: RecordedTrack = {
    seat: part.seat,
    name: part.name,
    url: urlOfFile(fileOfPart(part, finished.extension)),
    contentType: finished.contentType,
    startedAt: new Date(part.startedAt).toISOString(),
    duration: finished.duration,
    bytes: finished.bytes,
    width: finished.width,
    height: finished.height,
  };
  // A part that was finished before a crash, and is finished again after it, is the same one.
  const others = recording.tracks.filter(({ url }) => url !== track.url);
  const tracks = [...others, track].sort(
    (one, other) =>
      Number(other.seat === HOST_SEAT) - Number(one.seat === HOST_SEAT) || Date.parse(one.startedAt) - Date.parse(other.startedAt),
  );
  const all = { ...recording, tracks };
  if (mainTrack(all)?.url !== track.url) return all;
  return {
    ...all,
    thumbnailUrl: finished.thumbnail && urlOfFile(fileOfPart(part, 'thumbnail.webp')),
    previews: finished.previews && {
      url: urlOfFile(fileOfPart(part, 'previews.webp')),
      interval: finished.previews.interval,
      columns: finished.previews.columns,
      frames: finished.previews.frames,
      width: finished.previews.width,
      height: finished.previews.height,
    },
  };
}
