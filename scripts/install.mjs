import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fail, root } from './project.mjs';

/** What `npm start` needs, and what `npm run demo`, `npm run bench` and `npm test` need beside it. The mobile apps come with their own commands and with the tests. */
const RUN = ['@vitrine/server', '@vitrine/web-customer', '@vitrine/web-admin'];
const DEMO = [...RUN, '@vitrine/demo'];
const MOBILE = ['@vitrine/mobile-customer', '@vitrine/mobile-admin', '@vitrine/mobile-kit'];
const TEST = [
  ...DEMO,
  ...MOBILE,
  '@vitrine/protocol',
  '@vitrine/client',
  '@vitrine/crowd',
  '@vitrine/theme',
  '@vitrine/web-kit',
  '@vitrine/test-env',
  '@vitrine/e2e',
  // Its types are checked and its pieces are tested with the rest.
  '@vitrine/bench',
];
const PROFILES = {
  run: { workspaces: RUN, told: 'what Vitrine needs', withRoot: false },
  demo: { workspaces: DEMO, told: 'what the demo needs', withRoot: true },
  bench: { workspaces: [...DEMO, '@vitrine/bench'], told: 'what the benches need', withRoot: true },
  mobile: { workspaces: MOBILE, told: 'what the mobile apps need', withRoot: true },
  test: { workspaces: TEST, told: 'what the tests need', withRoot: true },
};
/** Stands for the repository itself among the workspaces. */
const ROOT = '.';
const stampFile = new URL('node_modules/.vitrine-install.json', root);

/**
 * Installs what a profile needs from the lockfile, unless it is there already. A new lockfile or another major version of Node
 * installs again.
 */
export function install(profile) {
  const lock = createHash('sha256')
    .update(readFileSync(new URL('package-lock.json', root)))
    .digest('hex');
  const node = process.versions.node.split('.')[0];
  const stamp = readStamp();
  const isCurrent = stamp?.lock === lock && stamp.node === node;
  const there = new Set(isCurrent ? stamp.installed : []);
  const { workspaces: needed, told, withRoot } = PROFILES[profile];
  const missing = [...needed, ...(withRoot ? [ROOT] : [])].filter((name) => !there.has(name));
  if (missing.length === 0) return;

  // npm begins anew each time: what was there stays wanted.
  const all = new Set([...there, ...missing, ...needed]);
  const workspaces = [...all].filter((name) => name !== ROOT);
  console.log(`Installing ${told} (once)…`);
  const wanted = [...workspaces.flatMap((name) => ['--workspace', name]), ...(all.has(ROOT) ? ['--include-workspace-root'] : [])];
  const npm = spawnSync('npm', ['ci', ...wanted, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (npm.status !== 0)
    fail('npm could not install the packages (see above). Check the network or the npm registry setting, then try again.');
  mkdirSync(new URL('node_modules/', root), { recursive: true });
  writeFileSync(stampFile, JSON.stringify({ lock, node, installed: [...all] }));
}

function readStamp() {
  if (!existsSync(stampFile)) return null;
  try {
    const stamp = JSON.parse(readFileSync(stampFile, 'utf8'));
    return Array.isArray(stamp.installed) ? stamp : null;
  } catch {
    return null;
  }
}
