import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { root } from './project.mjs';

const VUE = ['packages/web-kit', 'apps/web-customer', 'apps/web-admin'];
const PLAIN = ['packages/protocol', 'packages/client', 'packages/test-env', 'apps/server', 'demo', 'e2e', 'bench'];
/** The mobile apps are checked where their packages are installed: `npm run mobile:build`, `npm test`. Each twice, for pages and for phones. */
const MOBILE = ['packages/mobile-kit', 'apps/mobile-customer', 'apps/mobile-admin'].filter(
  (folder) => existsSync(new URL('node_modules/expo', root)) && existsSync(new URL(`${folder}/tsconfig.json`, root)),
);
const bin = (name, ...args) => ({ command: fileURLToPath(new URL(`node_modules/.bin/${name}`, root)), args });

/** What is not installed can't be resolved. */
const without = MOBILE.length > 0 ? [] : ['--exclude', '(^|/)(dist|data|\\.cache)/|^(apps/mobile-|packages/mobile-kit)'];

/** Each check by its name. Types run one after the other: each wants a core. */
const CHECKS = {
  types: [
    ...[...PLAIN, ...MOBILE, ...MOBILE.map((folder) => `${folder}/tsconfig.native.json`)].map((project) => bin('tsc', '-p', project)),
    ...VUE.map((folder) => bin('vue-tsc', '-p', folder)),
  ],
  style: [bin('biome', 'check', '.', '--error-on-warnings')],
  imports: [bin('depcruise', '--config', '.dependency-cruiser.cjs', ...without, 'apps', 'packages', 'demo', 'e2e', 'bench')],
  unused: [bin('knip')],
};

/** Runs the named checks (all by default). Gives the names that failed, having printed their output. */
export async function check(names = Object.keys(CHECKS)) {
  const failed = [];
  for (const name of names) {
    let clean = true;
    for (const { command, args } of CHECKS[name] ?? []) clean = (await run(command, args)) && clean;
    console.log(`${clean ? 'ok    ' : 'FAILED'} ${name}`);
    if (!clean) failed.push(name);
  }
  return failed;
}
export const CHECK_NAMES = Object.keys(CHECKS);

async function run(command, args) {
  const output = [];
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' });
  child.stdout.on('data', (data) => output.push(data));
  child.stderr.on('data', (data) => output.push(data));
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) process.stdout.write(Buffer.concat(output));
  return code === 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const names = process.argv.slice(2);
  const unknown = names.find((name) => !(name in CHECKS));
  if (unknown) {
    console.error(`There is no check '${unknown}': ${CHECK_NAMES.join(', ')}.`);
    process.exit(1);
  }
  const failed = await check(names.length > 0 ? names : undefined);
  process.exit(failed.length > 0 ? 1 : 0);
}
