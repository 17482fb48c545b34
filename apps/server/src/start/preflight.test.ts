import { createSocket } from 'node:dgram';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConfig } from '../config.ts';
import { preflight } from './preflight.ts';

let folder = '';
const socket = createSocket('udp4');
let takenPort = 0;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-preflight-'));
  if (takenPort === 0) {
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    takenPort = socket.address().port;
  }
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a data folder that can’t be one is named with the variable', async () => {
  const file = join(folder, 'file');
  await writeFile(file, '');
  await expect(preflight(readConfig({ DATA_DIR: join(file, 'data') }, '/'))).rejects.toThrow(/^DATA_DIR: .* is not writable \(ENOTDIR\)/);
});

test('a video port in use is named with its variable, after the data folder was made', async () => {
  const config = readConfig({ DATA_DIR: join(folder, 'new'), VIDEO_UDP_PORT: String(takenPort) }, '/');
  await expect(preflight(config)).rejects.toThrow(`UDP port ${takenPort} (video) is in use. Stop what uses it, or set VIDEO_UDP_PORT`);
  expect(await readdir(join(folder, 'new'))).toEqual([]);
});

test('what is in order passes', async () => {
  const { port } = await new Promise<{ port: number }>((resolve) => {
    const probe = createSocket('udp4');
    probe.bind(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(address));
    });
  });
  await preflight(readConfig({ DATA_DIR: folder, VIDEO_UDP_PORT: String(port) }, '/'));
  socket.close();
});
