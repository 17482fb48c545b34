import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { fileURLToPath } from 'node:url';
import { fail, requireNode, root } from './project.mjs';

requireNode();
const { install } = await import('./install.mjs');
/** What the app's code may weigh on a phone, as Hermes keeps it: in bytes. */
const HERMES_BUDGET = 5_500_000;
/** What every file of Hermes' bytecode begins with. */
const HERMES_MAGIC = 'c61fbc03c103191f';
const EXPO = fileURLToPath(new URL('node_modules/expo/bin/cli', root));
const [what, ...args] = process.argv.slice(2);
if (what === 'build') {
  install('mobile');
  const { buildMobile } = await import('./build.mjs');
  await buildMobile();
} else if (what === 'bundles') {
  install('mobile');
  for (const app of ['customer', 'admin']) await bundle(app);
} else if (what === 'customer' || what === 'admin') {
  install('mobile');
  start(`apps/mobile-${what}/`);
} else fail('name what to do: customer, admin, build or bundles.');

/** The code of an app as it goes into the builds for both systems, without a build: it is found whole, compiled, and within its budget. */
async function bundle(app) {
  const { QUIET_EXPO } = await import('./build.mjs');
  const folder = new URL(`.cache/bundles-${app}/`, root);
  const args = ['export', '--platform', 'android', '--platform', 'ios', '--output-dir', fileURLToPath(folder)];
  const made = spawnSync(process.execPath, [EXPO, ...args], {
    cwd: new URL(`apps/mobile-${app}/`, root),
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...QUIET_EXPO },
  });
  if (made.status !== 0) fail(`bundling the ${app}'s app failed (see above).`);
  for (const system of ['android', 'ios']) {
    const files = new URL(`_expo/static/js/${system}/`, folder);
    const names = readdirSync(files).filter((name) => name.endsWith('.hbc'));
    const code = names.map((name) => readFileSync(new URL(name, files)));
    if (code.length === 0 || code.some((one) => one.toString('hex', 0, 8) !== HERMES_MAGIC))
      fail(`${app}, ${system}: no bytecode of Hermes.`);
    if (code.some((one) => one.includes('AgoraRTC_N'))) fail(`${app}, ${system}: Agora's SDK for browsers came along.`);
    const size = code.reduce((sum, one) => sum + one.length, 0);
    console.log(`${app}, ${system}: ${(size / 1e6).toFixed(2)} MB of at most ${(HERMES_BUDGET / 1e6).toFixed(2)}`);
    if (size > HERMES_BUDGET) fail(`${app}, ${system}: over its budget.`);
  }
}

/** Metro for phones and simulators. They reach this machine's server by its address in the network. */
function start(folder) {
  const address = Object.values(networkInterfaces())
    .flat()
    .find((one) => one?.family === 'IPv4' && !one.internal)?.address;
  const server = process.env.EXPO_PUBLIC_SERVER_URL ?? `http://${address ?? 'localhost'}:${process.env.PORT ?? 8080}`;
  console.log(`The app will speak to ${server} (EXPO_PUBLIC_SERVER_URL names another).`);
  const expo = spawn(process.execPath, [EXPO, 'start', ...args], {
    cwd: new URL(folder, root),
    stdio: 'inherit',
    env: { EXPO_NO_TELEMETRY: '1', ...process.env, EXPO_PUBLIC_SERVER_URL: server },
  });
  expo.on('close', (code) => process.exit(code ?? 1));
}
