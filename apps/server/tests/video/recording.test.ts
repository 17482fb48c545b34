import { afterAll, describe, expect, it } from 'vitest';
import { releaseVideo } from '../../../../packages/test-env/src/fake-host/index.ts';
import { decodeErrors, probe, RecordedShow, STREAM, seconds } from './recorded-show.ts';

describe('a recording', () => {
  afterAll(releaseVideo);

  it.each([
    { codec: 'vp8', format: 'matroska,webm', video: 'vp8' },
    { codec: 'h264', format: 'mov,mp4', video: 'h264' },
  ] as const)('of $codec has picture and sound, the right length, and pictures of itself', async ({ codec, format, video }) => {
    await using show = await RecordedShow.start();
    await show.publish({ codec, loseOneIn: 40 });
    await show.record();
    await seconds(10);
    await show.sfu.recorder?.stop(STREAM);
    const parts = await show.closedParts();
    const [part] = parts;
    if (!part) throw new Error('there is no part');
    const finished = await show.finish(part);
    const probed = await probe(finished.path);
    expect(parts).toHaveLength(1);
    expect(probed.format).toContain(format);
    expect(probed.video?.codec_name).toBe(video);
    expect(probed.audio?.codec_name).toBe('opus');
    expect(Math.abs(probed.duration - 9.5)).toBeLessThan(1);
    expect(await decodeErrors(finished.path)).toBe('');
  });
});
