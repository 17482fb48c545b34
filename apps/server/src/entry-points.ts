/**
 * Where the built entry points lie (`main.js`, `storage-worker.js`, `sfu-process.js`): beside this code once bundled, in `dist` when
 * this runs from source. A worker thread or child process can't run TypeScript on Node 20, so both ways start the built file.
 */
const built = import.meta.url.endsWith('.ts') ? new URL('../dist/', import.meta.url) : new URL('./', import.meta.url);
export const entryPoint = (name: 'storage-worker' | 'sfu-process'): URL => new URL(`${name}.js`, built);
