import { expect, test } from 'vitest';
import { InOrder } from './in-order.ts';

test('works of one key wait for each other, also for one that fails, and other keys do not wait', async () => {
  const turns = new InOrder();
  const done: string[] = [];
  let open = (): void => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const first = turns.run('a', async () => {
    await gate;
    done.push('a1');
    throw new Error('no');
  });
  const second = turns.run('a', async () => {
    done.push('a2');
    return 2;
  });
  await turns.run('b', async () => {
    done.push('b1');
  });
  open();
  await expect(first).rejects.toThrow('no');
  expect(await second).toBe(2);
  expect(done).toEqual(['b1', 'a1', 'a2']);
});
