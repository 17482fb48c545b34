// Fails when a page needs more JavaScript than it may before anyone has pressed anything. Reads what the build wrote.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

/** Gzipped bytes of all chunks that a page loads by itself. */
const BUDGET = 90 * 1024;
/** What the watch page fetches without a press although it is split off: the video player follows the credentials. */
const PAGES = { home: ['src/pages/HomePage.vue'], watch: ['src/pages/WatchPage.vue'] };
/** Dynamic imports that start by themselves, not with a press. */
const BY_THEMSELVES = [/client\/src\/video\/player\.ts/];

const dist = fileURLToPath(new URL('./dist/', import.meta.url));
const manifestPath = `${dist}.vite/manifest.json`;
if (!existsSync(manifestPath)) {
  console.error('No build to measure: run `vite build` first.');
  process.exit(1);
}
const manifest = JSON.parse(readFileSync(manifestPath, 'utf8'));

function collect(key, found = new Set()) {
  const chunk = manifest[key];
  if (!chunk || found.has(key)) return found;
  found.add(key);
  for (const next of chunk.imports ?? []) collect(next, found);
  for (const next of chunk.dynamicImports ?? []) if (BY_THEMSELVES.some((pattern) => pattern.test(next))) collect(next, found);
  return found;
}

let over = false;
for (const [page, roots] of Object.entries(PAGES)) {
  const keys = new Set(['index.html', ...roots].flatMap((root) => [...collect(root)]));
  for (const root of roots) {
    if (!manifest[root]) {
      console.error(`The build has no ${root}.`);
      process.exit(1);
    }
  }
  const files = [...new Set([...keys].map((key) => manifest[key].file))].filter((file) => file.endsWith('.js'));
  const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(dist + file), { level: 9 }).length, 0);
  const ok = bytes <= BUDGET;
  over ||= !ok;
  console.log(
    `${page}: ${(bytes / 1024).toFixed(1)} KB of JavaScript, gzipped, in ${files.length} files (${ok ? 'within' : 'OVER'} ${BUDGET / 1024} KB)`,
  );
}
process.exit(over ? 1 : 0);
