import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { root } from './project.mjs';

/** The mobile apps are checked where their packages are installed: `npm run mobile:build`, `npm test`. Twice, for pages and for phones. */
const hasMobile = existsSync(new URL('node_modules/expo', root));
const bin = (name, ...args) => ({ command: fileURLToPath(new URL(`node_modules/.bin/${name}`, root)), args });

/** What is not installed can't be resolved. */
const without = hasMobile ? [] : ['--exclude', '(^|/)(dist|data|\\.cache)/|^(apps/mobile-|packages/mobile-kit)'];

/** Folders whose compiler options are the same are one program: what they share is read once. `types.test.ts` holds the two together. */
const programs = (...names) => names.map((name) => bin(name === 'vue' ? 'vue-tsc' : 'tsc', '-p', `scripts/types/${name}.json`));

/** Each check by its name. */
const CHECKS = {
  types: programs('node', 'browser', 'vue', ...(hasMobile ? ['phones', 'phones-native'] : [])),
  style: [bin('biome', 'check', '.', '--error-on-warnings')],
  imports: [bin('depcruise', '--config', '.dependency-cruiser.cjs', ...without, 'apps', 'packages', 'demo', 'e2e', 'bench')],
  unused: [bin('knip')],
};

/** How many run at once: most of them keep one core busy. */
const LANES = Math.min(2, availableParallelism());

/** Runs the named checks (all by default), longest first. Gives the names that failed, having printed their output. */
export async function check(names = Object.keys(CHECKS)) {
  const waiting = names.flatMap((name) => (CHECKS[name] ?? []).map((command) => ({ name, command })));
  const failed = new Set();
  const open = new Map(names.map((name) => [name, waiting.filter((one) => one.name === name).length]));
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      if (!(await run(next.command))) failed.add(next.name);
      const left = open.get(next.name) - 1;
      open.set(next.name, left);
      if (left === 0) console.log(`${failed.has(next.name) ? 'FAILED' : 'ok    '} ${next.name}`);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return names.filter((name) => failed.has(name));
}
export const CHECK_NAMES = Object.keys(CHECKS);

async function run({ command, args }) {
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
