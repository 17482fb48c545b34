import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { id, times } from '../../src/adapters/storage/conformance/samples.ts';
import { openSqliteStorage } from '../../src/adapters/storage/sqlite/index.ts';
import type { Storage } from '../../src/ports/storage.ts';

const WRITER = fileURLToPath(new URL('./acknowledging-writer.ts', import.meta.url));
const ROUNDS = 6;
const STREAM = id(1);

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vitrine-kill-'));
});
afterAll(() => rm(directory, { recursive: true }));

interface Writer {
  process: ChildProcess;
  /** The lines it has said; grows. */
  said: string[];
  /** Resolves once it has said so many. */
  hasSaid(count: number): Promise<void>;
  ended: Promise<void>;
}
function startWriter(round: number): Writer {
  const child = spawn(process.execPath, ['--import', 'tsx', WRITER, directory, String(round)], { stdio: ['ignore', 'pipe', 'pipe'] });
  const said: string[] = [];
  const waiting: { count: number; resolve: () => void; reject: (error: Error) => void }[] = [];
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    said.push(line);
    for (const each of waiting) if (said.length >= each.count) each.resolve();
  });
  const ended = new Promise<void>((resolve) => {
    lines.once('close', () => {
      for (const each of waiting) each.reject(new Error(`the writer ended early: ${complaint}`));
      resolve();
    });
  });
  return {
    process: child,
    said,
    ended,
    hasSaid: (count) =>
      new Promise((resolve, reject) => {
        waiting.push({ count, resolve, reject });
        if (said.length >= count) resolve();
      }),
  };
}

/** What was said and is not there. Lines are shorter than what a pipe takes at once, so none is cut off. */
async function lost(storage: Storage, said: string[]): Promise<string[]> {
  const kept = await Promise.all(
    said.map(async (line) => {
      const [what, name = '', detail] = line.split(' ');
      if (what === 'entry' && detail) return (await storage.timeline.byKey(STREAM, detail))?.offset === Number(name);
      if (what === 'order' && detail) return (await storage.orders.byId(name))?.number === detail;
      if (what === 'deleted') return (await storage.deletedShows.byIds([name])).length === 1 && !(await storage.livestreams.byId(name));
      if (what === 'cleared') return (await storage.timeline.tail(name)).offset === 0;
      return what === 'like' && name.length === 24 ? storage.likes.has(STREAM, name) : true;
    }),
  );
  return said.filter((_, index) => !kept[index]);
}

describe('kill -9 of a process that writes', () => {
  it(`loses nothing that was acknowledged, leaves no hole and frees the folder, ${ROUNDS} times over`, { timeout: 120_000 }, async () => {
    const all: string[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const writer = startWriter(round);
      await writer.hasSaid(1);
      if (round === 0) await expect(openSqliteStorage({ directory })).rejects.toMatchObject({ name: 'ConfigError' });
      await writer.hasSaid(10 + Math.floor(Math.random() * 1500));
      writer.process.kill('SIGKILL');
      await writer.ended;
      all.push(...writer.said);

      const storage = await openSqliteStorage({ directory });
      expect(await lost(storage, round === ROUNDS - 1 ? all : writer.said)).toEqual([]);
      const { offset } = await storage.timeline.tail(STREAM);
      const entries = await storage.timeline.after(STREAM, 0, offset + 1);
      expect(entries.map((entry) => entry.offset)).toEqual(times(offset, (n) => n + 1));
      const left = (await storage.products.byId(id(1)))?.variants[0]?.stock ?? 0;
      expect((await storage.orders.totals(id(9))).count).toBe(1_000_000 - left);
      await storage[Symbol.asyncDispose]();
    }
    for (const what of ['order', 'cleared']) expect(all.filter((line) => line.startsWith(what)).length).toBeGreaterThan(ROUNDS);
  });
});
