import { randomUUID } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config.ts';
import { codeOf, StartupError } from './startup-error.ts';

/** A media process whose server was killed holds the video port until it has closed its recordings: two seconds at most, more on a busy machine. */
const PORT_WAIT_MS = 200;
const PORT_WAITS = 25;

/**
 * What is better said before anything has been started: by then the reason is still plain.
 * `portWaits`: what is waited for, one after the other, while the video port is in use.
 * @throws StartupError
 */
export async function preflight(config: Config, portWaits: Iterable<Promise<unknown>> = shortWaits()): Promise<void> {
  await assertWritable(config.dataDir);
  await assertUdpPortFree(config.host, config.video.udpPort, portWaits);
}

async function assertWritable(folder: string): Promise<void> {
  const probe = join(folder, `.probe-${randomUUID()}`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(probe, '');
    await rm(probe);
  } catch (error) {
    throw new StartupError(
      `DATA_DIR: ${folder} is not writable (${codeOf(error)}). Let this user write there, or set DATA_DIR to another folder.`,
      {
        cause: error,
      },
    );
  }
}

/** @throws StartupError when the port can't be bound, or is in use still after all `waits`. */
async function assertUdpPortFree(host: string, port: number, waits: Iterable<Promise<unknown>>): Promise<void> {
  let problem = await tryToBind(host, port);
  if (codeOf(problem) === 'EADDRINUSE')
    for (const wait of waits) {
      await wait;
      problem = await tryToBind(host, port);
      if (codeOf(problem) !== 'EADDRINUSE') break;
    }
  if (problem === null) return;
  throw codeOf(problem) === 'EADDRINUSE'
    ? new StartupError(`UDP port ${port} (video) is in use. Stop what uses it, or set VIDEO_UDP_PORT to another.`, { cause: problem })
    : new StartupError(`UDP port ${port} (video) can't be opened (${codeOf(problem)}). Set VIDEO_UDP_PORT to another.`, { cause: problem });
}

/** null when the port could be bound. */
function tryToBind(host: string, port: number): Promise<Error | null> {
  return new Promise((resolve) => {
    const probe = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
    probe.once('error', (error) => probe.close(() => resolve(error)));
    probe.bind({ port, address: host, exclusive: true }, () => probe.close(() => resolve(null)));
  });
}

function* shortWaits(): Generator<Promise<void>> {
  for (let wait = 0; wait < PORT_WAITS; wait += 1) yield sleep(PORT_WAIT_MS);
}
