import { randomUUID } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { codeOf, StartupError } from './startup-error.ts';

/**
 * What is better said before anything has been started: by then the reason is still plain.
 * @throws StartupError
 */
export async function preflight(config: Config): Promise<void> {
  await assertWritable(config.dataDir);
  await assertUdpPortFree(config.host, config.video.udpPort);
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

function assertUdpPortFree(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
    probe.once('error', (error) => {
      probe.close();
      reject(
        codeOf(error) === 'EADDRINUSE'
          ? new StartupError(`UDP port ${port} (video) is in use. Stop what uses it, or set VIDEO_UDP_PORT to another.`, { cause: error })
          : new StartupError(`UDP port ${port} (video) can't be opened (${codeOf(error)}). Set VIDEO_UDP_PORT to another.`, {
              cause: error,
            }),
      );
    });
    probe.bind({ port, address: host, exclusive: true }, () => probe.close(() => resolve()));
  });
}
