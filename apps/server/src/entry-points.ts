import { fileURLToPath } from 'node:url';

/**
 * Where the built entry points lie (`main.js`, `storage-worker.js`, `sfu-process.js` and others): beside this code once bundled, in `dist` when
 * this runs from source. A worker thread or child process can't run TypeScript on Node 20, so both ways start the built file.
 */
const built = import.meta.url.endsWith('.ts') ? new URL('../dist/', import.meta.url) : new URL('./', import.meta.url);
export const entryPoint = (name: 'storage-worker' | 'sfu-process' | 'recording-writer' | 'recording-finisher'): URL =>
  new URL(`${name}.js`, built);

/** Where an app's built pages lie: the same from the source and from the bundle, which are siblings. */
export const webRoot = (app: 'web-customer' | 'web-admin' | 'mobile-customer' | 'mobile-admin'): string =>
  fileURLToPath(new URL(`../../${app}/dist`, import.meta.url));
