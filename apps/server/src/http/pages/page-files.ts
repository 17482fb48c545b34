import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** What a build says of its files (Vite's `.vite/manifest.json`); as much as is read here. */
const Manifest = z.record(
  z.string(),
  z.object({ file: z.string(), imports: z.array(z.string()).default([]), css: z.array(z.string()).default([]) }),
);
type Manifest = z.output<typeof Manifest>;

/** The module of the page that the shop's router shows at an address; the others are waited for as they are routed to. */
const PAGES: readonly (readonly [RegExp, string])[] = [
  [/^\/$/, 'src/pages/HomePage.vue'],
  [/^\/watch\/[^/]+\/?$/, 'src/pages/WatchPage.vue'],
  [/^\/embed\/[^/]+\/?$/, 'src/pages/EmbedPage.vue'],
];

/**
 * Names the files of the page at `path` in its head, so that a browser fetches them together with the app's own: else they are only asked
 * for once the app runs, two round trips later. None where the build has no manifest.
 */
export async function pageFiles(root: string, path: string): Promise<string[]> {
  const page = PAGES.find(([pattern]) => pattern.test(path))?.[1];
  const manifest = page === undefined ? null : await readManifest(root);
  if (page === undefined || manifest === null) return [];
  const seen = new Set<string>();
  collect(manifest, 'index.html', seen);
  const needed = collect(manifest, page, seen);
  return needed.flatMap((key) => {
    const { file, css } = manifest[key] ?? { file: '', css: [] };
    return [...css.map(styles), ...(file === '' ? [] : [module(file)])];
  });
}

// As the build writes them: `crossorigin` is part of what makes two requests the same.
const styles = (file: string): string => `<link rel="stylesheet" crossorigin href="/${file}">`;
const module = (file: string): string => `<link rel="modulepreload" crossorigin href="/${file}">`;

/** A chunk and all that it imports and that was not seen yet, what is imported first. */
function collect(manifest: Manifest, key: string, seen: Set<string>): string[] {
  const chunk = manifest[key];
  if (!chunk || seen.has(key)) return [];
  seen.add(key);
  return [...chunk.imports.flatMap((imported) => collect(manifest, imported, seen)), key];
}

async function readManifest(root: string): Promise<Manifest | null> {
  try {
    return Manifest.parse(JSON.parse(await readFile(join(root, '.vite', 'manifest.json'), 'utf8')));
  } catch {
    return null;
  }
}
