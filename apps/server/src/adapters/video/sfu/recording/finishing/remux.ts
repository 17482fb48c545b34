import {
  EncodedAudioPacketSource,
  type EncodedPacket,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  FilePathSource,
  FilePathTarget,
  Input,
  type InputAudioTrack,
  type InputVideoTrack,
  MP4,
  Mp4OutputFormat,
  Output,
  WEBM,
  WebMOutputFormat,
} from 'mediabunny';
import { isVp8Keyframe, vp8Size } from '../depacketise.ts';
import type { Container } from '../part.ts';

export interface Remuxed {
  /** Seconds. */
  duration: number;
  width: number;
  height: number;
}
interface Survey {
  pictures: number;
  sounds: number;
  end: number;
  width: number;
  height: number;
}

/**
 * Writes a part anew as a file that can be sought in: MP4 with its index in front, WebM with cues and a duration. Media goes through in
 * pieces; what is held in memory is an index entry for each packet. null when nothing in it can be played.
 */
export async function remux(
  from: string,
  to: string,
  container: Container,
  onProgress: (progress: number) => void,
): Promise<Remuxed | null> {
  using input = new Input({ source: new FilePathSource(from), formats: [container === 'mp4' ? MP4 : WEBM] });
  const video = await input.getPrimaryVideoTrack();
  const audio = await input.getPrimaryAudioTrack();
  const survey = await surveyOf(video, audio);
  if (survey.pictures + survey.sounds === 0) return null;
  const output = new Output({
    // Its size is known beforehand, so the index can be in front without a second copy.
    format: container === 'mp4' ? new Mp4OutputFormat({ fastStart: 'reserve' }) : new WebMOutputFormat(),
    target: new FilePathTarget(to),
  });
  await copy(output, { video: survey.pictures > 0 ? video : null, audio: survey.sounds > 0 ? audio : null }, survey, onProgress);
  return { duration: survey.end, width: survey.width, height: survey.height };
}

async function surveyOf(video: InputVideoTrack | null, audio: InputAudioTrack | null): Promise<Survey> {
  const survey: Survey = { pictures: 0, sounds: 0, end: 0, width: 0, height: 0 };
  if (video) {
    survey.width = await video.getCodedWidth();
    survey.height = await video.getCodedHeight();
    const isVp8 = (await video.getCodec()) === 'vp8';
    for await (const packet of whole(new EncodedPacketSink(video))) {
      survey.pictures++;
      survey.end = Math.max(survey.end, packet.timestamp + packet.duration);
      const picture = Buffer.from(packet.data.buffer, packet.data.byteOffset, packet.data.byteLength);
      if (!isVp8 || packet.type !== 'key' || !isVp8Keyframe(picture)) continue;
      // Layers of several sizes may have been recorded one after the other.
      const size = vp8Size(picture);
      if (size.width * size.height > survey.width * survey.height) [survey.width, survey.height] = [size.width, size.height];
    }
  }
  if (audio)
    for await (const packet of whole(new EncodedPacketSink(audio))) {
      survey.sounds++;
      survey.end = Math.max(survey.end, packet.timestamp + packet.duration);
    }
  return survey;
}

/** Up to the end, or to where a crash has cut the file off. */
async function* whole(sink: EncodedPacketSink): AsyncGenerator<EncodedPacket> {
  const packets = sink.packets();
  try {
    for (;;) {
      const next = await packets.next().catch(() => null);
      if (!next || next.done) return;
      yield next.value;
    }
  } finally {
    await packets.return().catch(() => {});
  }
}

async function copy(
  output: Output,
  { video, audio }: { video: InputVideoTrack | null; audio: InputAudioTrack | null },
  survey: Survey,
  onProgress: (progress: number) => void,
): Promise<void> {
  const videoSource = video && new EncodedVideoPacketSource((await video.getCodec()) ?? 'vp8');
  const audioSource = audio && new EncodedAudioPacketSource('opus');
  if (videoSource) output.addVideoTrack(videoSource, { maximumPacketCount: survey.pictures });
  if (audioSource) output.addAudioTrack(audioSource, { maximumPacketCount: survey.sounds });
  await output.start();
  const videoConfig = video && (await video.getDecoderConfig());
  const audioConfig = audio && (await audio.getDecoderConfig());
  const pictures = video && whole(new EncodedPacketSink(video));
  const sounds = audio && whole(new EncodedPacketSink(audio));
  let picture = await nextOf(pictures);
  let sound = await nextOf(sounds);
  while (picture || sound) {
    if (picture && (!sound || picture.timestamp <= sound.timestamp)) {
      const meta = videoConfig && { decoderConfig: { ...videoConfig, codedWidth: survey.width, codedHeight: survey.height } };
      await videoSource?.add(picture, meta ?? undefined);
      onProgress(survey.end === 0 ? 1 : Math.min(1, picture.timestamp / survey.end));
      picture = await nextOf(pictures);
    } else if (sound) {
      await audioSource?.add(sound, audioConfig ? { decoderConfig: audioConfig } : undefined);
      sound = await nextOf(sounds);
    }
  }
  await output.finalize();
}
async function nextOf(packets: AsyncGenerator<EncodedPacket> | null): Promise<EncodedPacket | null> {
  const next = await packets?.next();
  return next && !next.done ? next.value : null;
}
