import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { requireNode, root } from './project.mjs';

requireNode();
const { install } = await import('./install.mjs');
install('bench');
const { buildAll, buildMobile } = await import('./build.mjs');
await buildAll();
if (process.argv.slice(2).some((name) => name === 'mobile' || name === 'all')) {
  install('mobile');
  await buildMobile();
}
// npm runs this in the root; a file that is named is meant from where the person stands.
const bench = spawnSync(
  process.execPath,
  ['--import', 'tsx', fileURLToPath(new URL('bench/src/main.ts', root)), ...process.argv.slice(2)],
  { cwd: process.env.INIT_CWD ?? process.cwd(), stdio: 'inherit' },
);
process.exit(bench.status ?? 1);
