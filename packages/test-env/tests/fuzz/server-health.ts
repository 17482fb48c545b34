import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'vitest';
import type { ServerProcess } from '../../src/index.ts';

/** pino's level of an error. */
const ERROR = 50;

/** What the server's process has in memory now. */
export async function residentBytes(server: ServerProcess): Promise<number> {
  const figures = await (await fetch(`${server.url}/metrics`)).text();
  const bytes = Number(/^process_resident_memory_bytes (\S+)$/m.exec(figures)?.[1]);
  expect(bytes).toBeGreaterThan(0);
  return bytes;
}

/** The errors that it has logged. */
const errorsOf = (server: ServerProcess): string[] =>
  server.output.split('\n').filter((line) => line.startsWith('{') && JSON.parse(line).level >= ERROR);

/** What it has logged of a fault, which comes a moment after the answer. */
export async function reasonOf(server: ServerProcess): Promise<string> {
  for (let turn = 0; turn < 100 && errorsOf(server).length === 0; turn += 1) await wait(20);
  return errorsOf(server).at(-1) ?? 'nothing in the log';
}

/** Still the same process, with no error, rejection or stack in what it printed. */
export function expectCalmLog(server: ServerProcess): void {
  expect(server.pid).toBeGreaterThan(0);
  expect(errorsOf(server)).toEqual([]);
  expect(server.output.split('\n').filter((line) => /unhandled|uncaught/i.test(line))).toEqual([]);
}
