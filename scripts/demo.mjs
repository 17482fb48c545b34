import { requireNode, root } from './project.mjs';

requireNode();
const { install } = await import('./install.mjs');
install('demo');
const { buildAll } = await import('./build.mjs');
await buildAll();
const { register } = await import('tsx/esm/api');
register();
// In this process, so that signals and the terminal reach the demo itself.
await import(new URL('demo/src/main.ts', root));
