import { spawn } from 'node:child_process';
import { networkInterfaces } from 'node:os';
import { fileURLToPath } from 'node:url';
import { fail, requireNode, root } from './project.mjs';

requireNode();
const { install } = await import('./install.mjs');
const [what, ...args] = process.argv.slice(2);
if (what === 'build') {
  install('mobile');
  const { buildMobile } = await import('./build.mjs');
  await buildMobile();
} else if (what === 'customer' || what === 'admin') {
  install('mobile');
  start(`apps/mobile-${what}/`);
} else fail('name what to do: customer, admin or build.');

/** Metro for phones and simulators. They reach this machine's server by its address in the network. */
function start(folder) {
  const address = Object.values(networkInterfaces())
    .flat()
    .find((one) => one?.family === 'IPv4' && !one.internal)?.address;
  const server = process.env.EXPO_PUBLIC_SERVER_URL ?? `http://${address ?? 'localhost'}:${process.env.PORT ?? 8080}`;
  console.log(`The app will speak to ${server} (EXPO_PUBLIC_SERVER_URL names another).`);
  const expo = spawn(process.execPath, [fileURLToPath(new URL('node_modules/expo/bin/cli', root)), 'start', ...args], {
    cwd: new URL(folder, root),
    stdio: 'inherit',
    env: { EXPO_NO_TELEMETRY: '1', ...process.env, EXPO_PUBLIC_SERVER_URL: server },
  });
  expo.on('close', (code) => process.exit(code ?? 1));
}
