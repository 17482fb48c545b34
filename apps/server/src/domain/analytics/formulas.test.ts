import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { FORMULAS } from './formulas.ts';

test('The guide has every figure with its formula as the server gives it', async () => {
  const guide = await readFile(new URL('../../../../../docs/guides/figures.md', import.meta.url), 'utf8');
  const rows = guide.split('\n').filter((line) => /^\| .* \| `/.test(line));
  expect(rows).toEqual(FORMULAS.map(({ figure, name, formula }) => `| ${name} | \`${figure}\` | ${formula} |`));
});
