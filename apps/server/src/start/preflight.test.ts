import { createSocket, type Socket } from 'node:dgram';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConfig } from '../config.ts';
import { preflight } from './preflight.ts';

let folder = '';
let holder: Socket;
let isHeld = false;
let takenPort = 0;
async function letGo(): Promise<void> {
  isHeld = false;
  await new Promise<void>((resolve) => holder.close(resolve));
}
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-preflight-'));
  holder = createSocket('udp4');
  await new Promise<void>((resolve) => holder.bind(0, '127.0.0.1', resolve));
  isHeld = true;
  takenPort = holder.address().port;
});
afterEach(async () => {
  if (isHeld) await letGo();
  await rm(folder, { recursive: true, force: true });
});

test('a data folder that can’t be one is named with the variable', async () => {
  const file = join(folder, 'file');
  await writeFile(file, '');
  await expect(preflight(readConfig({ DATA_DIR: join(file, 'data') }, '/'))).rejects.toThrow(/^DATA_DIR: .* is not writable \(ENOTDIR\)/);
});

test('a video port in use is named with its variable, after the data folder was made', async () => {
  const config = readConfig({ DATA_DIR: join(folder, 'new'), VIDEO_UDP_PORT: String(takenPort) }, '/');
  await expect(preflight(config, [])).rejects.toThrow(`UDP port ${takenPort} (video) is in use. Stop what uses it, or set VIDEO_UDP_PORT`);
  expect(await readdir(join(folder, 'new'))).toEqual([]);
});

test('a video port that is given up meanwhile, as by the media process of a killed server, passes', async () => {
  const config = readConfig({ DATA_DIR: folder, VIDEO_UDP_PORT: String(takenPort) }, '/');
  const waits: string[] = [];
  function* untilGivenUp(): Generator<Promise<void>> {
    waits.push('first');
    yield Promise.resolve();
    waits.push('second');
    yield letGo();
    waits.push('third');
  }
  await preflight(config, untilGivenUp());
  expect(waits).toEqual(['first', 'second']);
});
