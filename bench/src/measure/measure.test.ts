import { expect, test } from 'vitest';
import { Histogram } from './histogram.ts';
import { cpuSeconds, residentBytes } from './process-tree.ts';
import { alternate, OURS, summarise, VoidRound } from './rounds.ts';
import { median, spread } from './statistics.ts';

const options = { rounds: null, scale: 1, quiet: null, say: () => undefined };

test('the median of an even number lies between the middle two', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 2, 10])).toBe(3);
  expect(spread([3, 1, 2])).toEqual([1, 3]);
});

test('quantiles survive the way between processes', () => {
  const near = new Histogram();
  for (let ms = 1; ms <= 100; ms++) near.add(ms);
  const far = new Histogram();
  far.addPairs(near.toPairs());
  expect(far.total).toBe(100);
  expect(far.quantile(0.5)).toBeCloseTo(50, 0);
  expect(far.quantile(0.99)).toBeCloseTo(99, 0);
  expect(far.quantile(1)).toBeCloseTo(100, 0);
});

test('sides are measured in turn, and a void round is measured again', async () => {
  const order: string[] = [];
  let isVoid = true;
  const measured = await alternate(
    {
      [OURS]: async () => {
        order.push(OURS);
        return 2;
      },
      peer: async () => {
        order.push('peer');
        if (isVoid) {
          isVoid = false;
          throw new VoidRound('the load was busy');
        }
        return 8;
      },
    },
    2,
    '',
    options,
  );
  expect(order).toEqual([OURS, 'peer', 'peer', OURS, 'peer']);
  expect(summarise(measured)).toMatchObject({ ours: 2, peers: { peer: 8 }, ratio: { peer: 0.25 }, voided: 1 });
});

test('rounds that stay void end the bench', async () => {
  const measure = async (): Promise<number> => {
    throw new VoidRound('the load was busy');
  };
  await expect(alternate({ [OURS]: measure }, 1, '', options)).rejects.toThrow('the load was busy');
});

test.runIf(process.platform === 'linux')('a process tree has used some CPU and holds some memory', () => {
  expect(cpuSeconds(process.pid)).toBeGreaterThan(0);
  expect(residentBytes(process.pid)).toBeGreaterThan(1_000_000);
});
