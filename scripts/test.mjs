import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fail, requireNode, root } from './project.mjs';

requireNode();
const { install } = await import('./install.mjs');
install('test');
const chromium = requireProgram({
  name: 'Chromium',
  debianPackage: 'chromium',
  variable: 'CHROMIUM',
  places: ['/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
});
const redisServer = requireProgram({ name: 'Redis', debianPackage: 'redis-server', variable: 'REDIS_SERVER', places: [] });
const turnServer = requireProgram({ name: 'coturn', program: 'turnserver', debianPackage: 'coturn', variable: 'TURNSERVER', places: [] });
for (const program of ['ffmpeg', 'ffprobe'])
  requireProgram({ name: program, program, debianPackage: 'ffmpeg', variable: program.toUpperCase(), places: [] });
const gstreamerPython = requireGStreamer();
const { buildAll, buildMobile } = await import('./build.mjs');
await buildAll();
await buildMobile();
const { check, CHECK_NAMES } = await import('./check.mjs');

const failedChecks = await check();
let passed = CHECK_NAMES.length - failedChecks.length;
let failed = failedChecks.length;
for (const [suite, config] of [
  ['unit', 'vitest.config.ts'],
  ['e2e', 'e2e/vitest.config.ts'],
]) {
  const counts = await vitest(suite, config);
  passed += counts.passed;
  failed += counts.failed;
}
const screens = await mobileScreens();
passed += screens.passed;
failed += screens.failed;
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);

/** The mobile apps' screens, as iOS and as Android. */
function mobileScreens() {
  return run('screens', [
    'node_modules/jest/bin/jest.js',
    '--config',
    'packages/mobile-kit/jest/all.cjs',
    '--json',
    '--outputFile=.cache/screens.json',
  ]);
}

function vitest(suite, config) {
  return run(suite, [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--config',
    config,
    '--reporter=default',
    '--reporter=json',
    `--outputFile=.cache/${suite}.json`,
  ]);
}
/** Runs one suite, which reports to `.cache/<suite>.json`. A run that ends without counts (a crash, a failing set-up) is one failure. */
async function run(suite, command) {
  const report = new URL(`.cache/${suite}.json`, root);
  const child = spawn(process.execPath, command, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, CHROMIUM: chromium, REDIS_SERVER: redisServer, TURNSERVER: turnServer, GSTREAMER_PYTHON: gstreamerPython },
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  const counts = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : { numPassedTests: 0, numFailedTests: 0 };
  const unaccounted = code !== 0 && counts.numFailedTests === 0 ? 1 : 0;
  return { passed: counts.numPassedTests, failed: counts.numFailedTests + unaccounted };
}

/** The full path of a program that the tests need; installed from apt where that can be done, else the run ends and says what to install. */
function requireProgram({ name, debianPackage, program = debianPackage, variable, places }) {
  const find = () => [process.env[variable], ...onPath(program), ...places].find((path) => path && existsSync(path));
  const found = find();
  if (found) return found;
  if (mayInstall()) {
    installFromApt(name, [debianPackage]);
    const installed = find();
    if (installed) return installed;
  }
  return fail(`the tests need ${name}: install it (Debian: apt-get install ${debianPackage}), or set ${variable} to its path.`);
}
/** The Python that has GStreamer's bindings: a WebRTC client that is not ours. */
function requireGStreamer() {
  const python = process.env.GSTREAMER_PYTHON ?? '/usr/bin/python3';
  const versions = ['Gst', 'GstSdp', 'GstWebRTC'].map((name) => `gi.require_version('${name}', '1.0')`).join('; ');
  const elements = ['webrtcbin', 'vp8enc', 'vp8dec', 'opusenc', 'nicesrc', 'dtlssrtpenc'].map((name) => `'${name}'`).join(', ');
  const look = `import gi; ${versions}; from gi.repository import Gst; Gst.init(None); assert all(Gst.ElementFactory.find(one) for one in (${elements}))`;
  const isThere = () => spawnSync(python, ['-c', look], { stdio: 'ignore' }).status === 0;
  const packages = ['python3-gi', 'gir1.2-gst-plugins-base-1.0', 'gir1.2-gst-plugins-bad-1.0'].concat(
    ['base', 'good', 'bad'].map((kind) => `gstreamer1.0-plugins-${kind}`),
    'gstreamer1.0-nice',
  );
  if (isThere()) return python;
  if (mayInstall()) installFromApt('GStreamer', packages);
  if (isThere()) return python;
  return fail(
    `the tests need GStreamer's WebRTC for Python: install it (Debian: apt-get install ${packages.join(' ')}), or set GSTREAMER_PYTHON.`,
  );
}
function mayInstall() {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version');
}
function installFromApt(name, packages) {
  console.log(`Installing ${name} from apt (once)…`);
  const apt = (...args) =>
    spawnSync('apt-get', ['-qq', '-y', ...args], {
      stdio: ['ignore', 'ignore', 'inherit'],
      // A service of that name is not to be started: the tests start their own.
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
    });
  apt('update');
  apt('install', ...packages);
}
function onPath(program) {
  return (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, program));
}
