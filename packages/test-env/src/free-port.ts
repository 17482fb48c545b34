import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

/**
 * Below the ports that systems hand out by themselves (32768 and up on Linux, 49152 and up elsewhere): one of those may go to any
 * browser or connection while a server that is to come back on it is down.
 */
const LOWEST = 12_000;
const HIGHEST = 32_000;
const ATTEMPTS = 100;

/** A loopback TCP port that nobody listens on now, and that nobody is given unasked. */
export function freePort(): Promise<number> {
  return firstFree(
    (port) =>
      new Promise((resolve) => {
        const probe = createServer();
        probe.once('error', () => resolve(false));
        probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
      }),
  );
}

/** A loopback UDP port that nobody is bound to now, and that nobody is given unasked. */
export function freeUdpPort(): Promise<number> {
  return firstFree(
    (port) =>
      new Promise((resolve) => {
        const probe = createSocket('udp4');
        probe.once('error', () => probe.close(() => resolve(false)));
        probe.bind({ port, address: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
      }),
  );
}

async function firstFree(isFree: (port: number) => Promise<boolean>): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = randomInt(LOWEST, HIGHEST);
    if (await isFree(port)) return port;
  }
  throw new Error(`none of ${ATTEMPTS} ports from ${LOWEST} to ${HIGHEST} is free`);
}
