import { requireNode, root } from './project.mjs';

requireNode();
const { install } = await import('./install.mjs');
install('run');
const { buildAll } = await import('./build.mjs');
await buildAll();
// In this process, so that signals and the terminal reach the server itself.
await import(new URL('apps/server/dist/main.js', root));
