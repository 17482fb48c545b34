import { readFile } from 'node:fs/promises';
import { afterAll, expect, test } from 'vitest';
import { releaseVideo } from '../../../../packages/test-env/src/fake-host/index.ts';
import { SfuUnderTest } from './sfu-under-test.ts';

const BATCHES = 20;
const EACH = 25;
const AT_ONCE = 5;
/** Memory is compared from here on: before, it grows to its working size. */
const WARM_UP = 8;
/** Far below what 300 viewers that were kept would take, far above what the collector leaves lying about. */
const MOST_GROWTH = 24 * 2 ** 20;
const viewerId = (number: number): string => number.toString(16).padStart(24, '0');

/** Of the process, in bytes. */
async function residentBytes(pid: number | null): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1_024;
}

afterAll(releaseVideo);

test('Five hundred viewers come and go, and leave neither sessions nor memory behind', async () => {
  await using video = await SfuUnderTest.start();
  await video.publish();
  const sizes: number[] = [];
  for (let batch = 0; batch < BATCHES; batch++) {
    let next = 0;
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        while (next < EACH) {
          const viewer = await video.watch(viewerId(batch * EACH + next++));
          await viewer.until(({ videoFrames }) => videoFrames > 0);
          await viewer.stop();
        }
      }),
    );
    // A new session of the host's takes over from the one before.
    if (batch % 5 === 4) await video.publish();
    sizes.push(await residentBytes(video.sfu.pid));
  }
  await video.figures(({ viewers, publishers }) => viewers === 0 && publishers === 1);
  const growth = (sizes.at(-1) ?? Number.NaN) - (sizes[WARM_UP - 1] ?? Number.NaN);
  console.log(`media process: ${sizes.map((size) => Math.round(size / 2 ** 20)).join(', ')} MB`);
  expect(growth).toBeLessThan(MOST_GROWTH);
}, 180_000);
