import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fail, root } from './project.mjs';

/** What `npm start` needs, and what `npm test` needs. The mobile apps are in neither: they are installed by their own commands. */
const RUN = ['@vitrine/server', '@vitrine/web-customer', '@vitrine/web-admin'];
const PROFILES = {
  run: RUN,
  test: [...RUN, '@vitrine/protocol', '@vitrine/client', '@vitrine/theme', '@vitrine/web-kit', '@vitrine/test-env', '@vitrine/e2e'],
};
const stampFile = new URL('node_modules/.vitrine-install.json', root);

/**
 * Installs what a profile needs from the lockfile, unless it is there already. A new lockfile or another major version of Node
 * installs again; `test` covers `run`.
 */
export function install(profile) {
  const lock = createHash('sha256')
    .update(readFileSync(new URL('package-lock.json', root)))
    .digest('hex');
  const node = process.versions.node.split('.')[0];
  const stamp = readStamp();
  if (stamp?.lock === lock && stamp.node === node && (stamp.profile === profile || stamp.profile === 'test')) return;

  console.log(profile === 'run' ? 'Installing what Vitrine needs (once)…' : 'Installing what the tests need (once)…');
  const workspaces = PROFILES[profile].flatMap((name) => ['--workspace', name]);
  const withRoot = profile === 'test' ? ['--include-workspace-root'] : [];
  const npm = spawnSync('npm', ['ci', ...workspaces, ...withRoot, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (npm.status !== 0)
    fail('npm could not install the packages (see above). Check the network or the npm registry setting, then try again.');
  mkdirSync(new URL('node_modules/', root), { recursive: true });
  writeFileSync(stampFile, JSON.stringify({ lock, node, profile }));
}

function readStamp() {
  if (!existsSync(stampFile)) return null;
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8'));
  } catch {
    return null;
  }
}
