import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { UsageError } from './options.ts';

/** Lies in a folder that a demo has made: only such a one is ever emptied. */
const MARK = '.vitrine-demo';

export interface DataFolder {
  path: string;
  /** Removes it, unless somebody asked for this very folder. */
  release(): Promise<void>;
}

/**
 * A folder for the demo's shop alone: a throw-away one, or the one asked for when it is new, empty or an earlier demo's (which is emptied).
 * @throws UsageError when the folder holds anything else, a real shop above all.
 */
export async function takeDataFolder(wanted: string | null, workingDirectory: string): Promise<DataFolder> {
  if (wanted === null) {
    const path = await mkdtemp(join(tmpdir(), 'vitrine-demo-'));
    return { path, release: () => rm(path, { recursive: true, force: true, maxRetries: 3 }) };
  }
  const path = resolve(workingDirectory, wanted);
  const found = await entriesOf(path);
  if (found.length > 0 && !found.includes(MARK))
    throw new UsageError(`--data ${wanted}: this folder is not empty and no demo has made it. Name another one.`);
  await mkdir(path, { recursive: true });
  // The mark stays while the rest goes: a demo that is killed here leaves a folder that the next one may still empty.
  await writeFile(join(path, MARK), 'This folder is a demo’s. The next demo that is given it empties it.\n');
  await Promise.all(found.filter((name) => name !== MARK).map((name) => rm(join(path, name), { recursive: true, force: true })));
  return { path, release: async () => {} };
}

async function entriesOf(path: string): Promise<string[]> {
  try {
    return await readdir(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOENT') return [];
    throw new UsageError(`--data ${path}: it can’t be used as a folder (${String(code)}).`);
  }
}
