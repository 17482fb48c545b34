import { GOOD_LINK, heightOf, TOP_HEIGHT, Watching } from '@vitrine/test-env/adaptation';
import { expect, it } from 'vitest';

const OPEN = { ...GOOD_LINK, delay: 20 };
const CUT = { ...OPEN, rate: 800_000, queue: 300 };
const LOSSY = { ...OPEN, loss: 0.05 };
/** ms until a picture that does not come is given up; how quick it was is measured by the bench of the same name. */
const GIVE_UP = 40_000;

it('A viewer in Chromium is sent a smaller picture when its link is cut, the large one again when it is given back, and keeps it at 5 % loss', async () => {
  await using watching = await Watching.start(OPEN);
  const sees = (isSo: (height: number) => boolean) => watching.until((figures) => isSo(heightOf(figures)), GIVE_UP);
  expect(await sees((height) => height === TOP_HEIGHT)).not.toBeNull();
  watching.link.conditions = CUT;
  expect(await sees((height) => height > 0 && height < TOP_HEIGHT)).not.toBeNull();
  watching.link.conditions = OPEN;
  const before = await sees((height) => height === TOP_HEIGHT);
  expect(before).not.toBeNull();
  watching.link.conditions = LOSSY;
  const enough = (before?.framesDecoded ?? 0) + 100;
  const after = await watching.until(({ framesDecoded }) => framesDecoded > enough, GIVE_UP);
  expect(after && heightOf(after)).toBe(TOP_HEIGHT);
  expect(watching.link.dropped).toBeGreaterThan(0);
}, 150_000);
