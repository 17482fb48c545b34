import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeDataFolder } from './data-folder.ts';

let here = '';
beforeEach(async () => {
  here = await mkdtemp(join(tmpdir(), 'vitrine-folders-'));
});
afterEach(() => rm(here, { recursive: true, force: true }));

test('by default it is a throw-away folder that is gone at the end', async () => {
  const folder = await takeDataFolder(null, here);
  await writeFile(join(folder.path, 'vitrine.db'), 'a shop');
  await folder.release();
  expect(existsSync(folder.path)).toBe(false);
  expect(await readdir(here)).toEqual([]);
});

test('a folder with anything of a real shop in it is refused and left as it is', async () => {
  await mkdir(join(here, 'data'));
  await writeFile(join(here, 'data', 'vitrine.db'), 'a real shop');
  await expect(takeDataFolder('data', here)).rejects.toThrow('--data data: this folder is not empty and no demo has made it.');
  expect(await readdir(join(here, 'data'))).toEqual(['vitrine.db']);
  expect(await readFile(join(here, 'data', 'vitrine.db'), 'utf8')).toBe('a real shop');
});

test('a folder of its own is kept at the end and emptied by the next demo', async () => {
  const first = await takeDataFolder('.demo', here);
  await writeFile(join(first.path, 'vitrine.db'), 'an earlier demo');
  await first.release();
  expect(existsSync(join(first.path, 'vitrine.db'))).toBe(true);
  const second = await takeDataFolder('.demo', here);
  expect(second.path).toBe(first.path);
  expect(existsSync(join(second.path, 'vitrine.db'))).toBe(false);
});

test('a file is no folder', async () => {
  await writeFile(join(here, 'data'), '');
  await expect(takeDataFolder('data', here)).rejects.toThrow('can’t be used as a folder (ENOTDIR)');
});
