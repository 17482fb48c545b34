import { readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Bundles the server with its worker thread and its child process into `dist`. Packages from the registry stay outside. */
export async function buildServer() {
  const { metafile } = await build({
    entryPoints: {
      main: here('src/main.ts'),
      'storage-worker': here('src/adapters/storage/sqlite/worker.ts'),
      'sfu-process': here('src/adapters/video/sfu/process.ts'),
      'recording-writer': here('src/adapters/video/sfu/recording/writer-thread.ts'),
      'recording-finisher': here('src/adapters/video/sfu/recording/finishing/thread.ts'),
    },
    outdir: here('dist'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    // So that main.js can look at the Node version before anything newer than it is loaded.
    splitting: true,
    chunkNames: 'chunk-[hash]',
    sourcemap: true,
    metafile: true,
    logLevel: 'warning',
    plugins: [
      {
        name: 'registry-packages-outside',
        setup: (b) =>
          b.onResolve({ filter: /^[^./]/ }, (a) => (a.path.startsWith('@vitrine/') ? undefined : { path: a.path, external: true })),
      },
    ],
  });
  await removeStale(here('dist'), new Set(Object.keys(metafile.outputs).map((path) => basename(path))));
}
/** Chunks are named by what is in them: those of earlier builds would stay for ever. */
async function removeStale(folder, current) {
  const files = (await readdir(folder)).filter((name) => /\.js(\.map)?$/.test(name) && !current.has(name));
  await Promise.all(files.map((name) => rm(join(folder, name))));
}
if (process.argv[1] === fileURLToPath(import.meta.url)) await buildServer();
