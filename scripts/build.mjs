import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fail, requireNode, root } from './project.mjs';

const BROWSER = ['packages/protocol', 'packages/client', 'packages/theme', 'packages/web-kit'];
/** What is built, into `<folder>/dist`, and the folders it is made from. */
export const TARGETS = [
  { name: 'server', folder: 'apps/server', sources: ['apps/server', 'packages/protocol'], command: ['apps/server/build.mjs'] },
  { name: 'shop', folder: 'apps/web-customer', sources: ['apps/web-customer', ...BROWSER], script: '@vitrine/web-customer' },
  { name: 'dashboard', folder: 'apps/web-admin', sources: ['apps/web-admin', ...BROWSER], script: '@vitrine/web-admin' },
];
const MOBILE = ['packages/protocol', 'packages/client', 'packages/theme', 'packages/mobile-kit'];
/** The mobile apps as pages: built by their own command and by the tests. One after the other: the second finds most in the first one's cache. */
const MOBILE_TARGETS = ['customer', 'admin'].map((name) => ({
  name: `mobile ${name}'s pages`,
  folder: `apps/mobile-${name}`,
  sources: [`apps/mobile-${name}`, ...MOBILE],
  script: `@vitrine/mobile-${name}`,
}));
const PASSED_OVER = new Set(['node_modules', 'dist', 'tests', '.expo', 'android', 'ios']);

/** Builds what has changed since its last build. `only` names targets. */
export async function buildAll({ only, quiet = false } = {}) {
  const stale = TARGETS.filter((target) => (!only || only.includes(target.name)) && readStamp(target) !== fingerprint(target));
  if (stale.length > 0 && !quiet) console.log(`Building ${stale.map((target) => target.name).join(', ')}…`);
  await Promise.all(stale.map(build));
}

/** Builds the pages of the mobile apps that have changed. */
export async function buildMobile() {
  for (const target of MOBILE_TARGETS.filter((one) => existsSync(new URL(`${one.folder}/app.config.ts`, root)))) {
    if (readStamp(target) === fingerprint(target)) continue;
    console.log(`Building the ${target.name}…`);
    await build(target);
    for (const part of ['fonts.css', 'fonts'])
      cpSync(new URL(`packages/theme/${part}`, root), new URL(`${target.folder}/dist/${part}`, root), { recursive: true });
  }
}

/** Expo looks nothing up, reports nothing and asks nothing. */
export const QUIET_EXPO = { EXPO_OFFLINE: '1', EXPO_NO_TELEMETRY: '1', CI: '1' };

async function build(target) {
  const before = fingerprint(target);
  const [command, args] = target.script
    ? ['npm', ['run', 'build', '--silent', '--workspace', target.script]]
    : [process.execPath, target.command];
  const output = [];
  const child = spawn(command, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
    env: { ...process.env, ...QUIET_EXPO },
  });
  child.stdout.on('data', (data) => output.push(data));
  child.stderr.on('data', (data) => output.push(data));
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) {
    process.stderr.write(Buffer.concat(output));
    fail(`building the ${target.name} failed (see above).`);
  }
  writeFileSync(stampFile(target), before);
}

const stampFile = (target) => new URL(`${target.folder}/dist/.built-from`, root);
function readStamp(target) {
  return existsSync(stampFile(target)) ? readFileSync(stampFile(target), 'utf8') : null;
}

/** Changes when a source file comes, goes or is written. */
function fingerprint(target) {
  const hash = createHash('sha256').update(readFileSync(new URL('package-lock.json', root)));
  for (const folder of target.sources) addFolder(hash, new URL(`${folder}/`, root));
  return hash.digest('hex');
}
function addFolder(hash, folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (PASSED_OVER.has(entry.name) || entry.name.endsWith('.test.ts')) continue;
    const url = new URL(`${encodeURIComponent(entry.name)}${entry.isDirectory() ? '/' : ''}`, folder);
    if (entry.isDirectory()) addFolder(hash, url);
    else {
      const { mtimeMs, size } = statSync(url);
      hash.update(`${url.pathname.slice(root.pathname.length)} ${mtimeMs} ${size}\n`);
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  requireNode();
  await buildAll();
}
