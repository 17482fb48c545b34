import { spawn, spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fail, requireNode, root } from './project.mjs';
import { printFailures, readReport, reportFile } from './suite-report.mjs';

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
const { check, CHECK_NAMES } = await import('./check.mjs');

// Metro keeps one core busy, and what is checked needs nothing that it builds.
const [failedChecks] = await Promise.all([check(), buildMobile()]);
const reports = [
  { passed: CHECK_NAMES.length - failedChecks.length, failures: failedChecks.map((name) => ({ name: `check: ${name}`, message: '' })) },
  await vitest('unit', 'vitest.config.ts'),
  await vitest('e2e', 'e2e/vitest.config.ts'),
  await mobileScreens(),
];
const passed = reports.reduce((sum, report) => sum + report.passed, 0);
const failures = reports.flatMap((report) => report.failures);
printFailures(failures);
console.log(`\n${passed} passed, ${failures.length} failed`);
process.exit(failures.length > 0 ? 1 : 0);

/** The mobile apps' screens, as iOS and as Android. */
function mobileScreens() {
  return run('screens', [
    'node_modules/jest/bin/jest.js',
    '--config',
    'packages/mobile-kit/jest/all.cjs',
    '--json',
    `--outputFile=${reportFile('screens')}`,
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
    `--outputFile=${reportFile(suite)}`,
  ]);
}

/** Runs one suite to its end. An old report doesn't speak for it. */
async function run(suite, command) {
  rmSync(new URL(reportFile(suite), root), { force: true });
  const child = spawn(process.execPath, command, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, CHROMIUM: chromium, REDIS_SERVER: redisServer, TURNSERVER: turnServer, GSTREAMER_PYTHON: gstreamerPython },
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  return readReport(suite, code);
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
