import { readFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import type { Result } from './bench.ts';
import { OURS } from './measure/rounds.ts';
import { spread } from './measure/statistics.ts';

/** The machine that figures come from. */
export function describeMachine(): Record<string, number | string> {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memory: `${Math.round(totalmem() / 2 ** 30)} GB`,
    system: `${process.platform} ${readKernel()}`,
    // What else ran: medians and ratios of one run bear it, absolute figures less so.
    loadAverage: loadavg()
      .map((load) => load.toFixed(1))
      .join(' '),
  };
}
function readKernel(): string {
  try {
    return readFileSync('/proc/sys/kernel/osrelease', 'utf8').trim();
  } catch {
    return '';
  }
}

const number = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 });
const show = (value: number | string): string => (typeof value === 'number' ? number.format(value) : value);
const pairs = (values: Record<string, number | string>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${show(value)}`)
    .join(' · ');

/** A result as a table for the terminal. */
export function table(result: Result): string {
  const rows = [['', 'median', 'from', 'to', 'ours / theirs']];
  for (const name of [OURS, ...Object.keys(result.peers)]) {
    const figures = result.rounds.map((round) => round[name] ?? Number.NaN);
    const middle = name === OURS ? result.ours : (result.peers[name] ?? Number.NaN);
    const ratio = result.ratio[name];
    rows.push([name, show(middle), ...spread(figures).map(show), ratio === undefined ? '' : show(ratio)]);
  }
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = rows.map((row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  '),
  );
  const verdicts = result.targets.map(({ what, met }) => `  ${met === null ? 'not judged' : met ? 'met' : 'MISSED'}: ${what}`);
  return [
    '',
    `${result.name}: ${result.what}`,
    `  ${result.unit}, ${result.rounds.length} rounds, ${result.voided} repeated`,
    ...lines.map((line) => `  ${line}`),
    ...(Object.keys(result.also).length > 0 ? [`  also: ${pairs(result.also)}`] : []),
    `  settings: ${pairs(result.settings)}`,
    ...verdicts,
  ].join('\n');
}
