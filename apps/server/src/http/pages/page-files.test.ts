import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pageFiles } from './page-files.ts';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'vitrine-build-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));
async function build(manifest: unknown): Promise<void> {
  await mkdir(join(root, '.vite'));
  await writeFile(join(root, '.vite', 'manifest.json'), JSON.stringify(manifest));
}
const MANIFEST = {
  'index.html': {
    file: 'assets/index-1.js',
    imports: ['_vue.js'],
    css: ['assets/index-1.css'],
    dynamicImports: ['src/pages/HomePage.vue'],
  },
  '_vue.js': { file: 'assets/vue-1.js' },
  '_card.js': { file: 'assets/card-1.js', imports: ['_vue.js', '_badge.js'], css: ['assets/card-1.css'] },
  '_badge.js': { file: 'assets/badge-1.js', imports: ['_card.js'] },
  'src/pages/HomePage.vue': { file: 'assets/HomePage-1.js', imports: ['_vue.js', '_card.js'], css: ['assets/HomePage-1.css'] },
};

test('a page’s scripts and styles are named, what it imports first, without those that every page has', async () => {
  await build(MANIFEST);
  expect(await pageFiles(root, '/')).toEqual([
    '<link rel="modulepreload" crossorigin href="/assets/badge-1.js">',
    '<link rel="stylesheet" crossorigin href="/assets/card-1.css">',
    '<link rel="modulepreload" crossorigin href="/assets/card-1.js">',
    '<link rel="stylesheet" crossorigin href="/assets/HomePage-1.css">',
    '<link rel="modulepreload" crossorigin href="/assets/HomePage-1.js">',
  ]);
});
test('an address of another page, or one that the build has not, names nothing', async () => {
  await build(MANIFEST);
  expect(await pageFiles(root, '/account')).toEqual([]);
  expect(await pageFiles(root, '/watch/0123456789abcdef01234567')).toEqual([]);
});
test('a build without a manifest, or with one that cannot be read, names nothing', async () => {
  expect(await pageFiles(root, '/')).toEqual([]);
  await build(['not', 'a', 'manifest']);
  expect(await pageFiles(root, '/')).toEqual([]);
});
