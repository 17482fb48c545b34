import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Bench, Result } from './bench.ts';
import { secondsElsewhere } from './measure/process-tree.ts';
import { describeMachine, table } from './report.ts';

const folder = new URL('./benches/', import.meta.url);
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => file.slice(0, -'.ts'.length))
  .sort();

const { values, positionals } = readArguments();
const unknown = positionals.find((name) => name !== 'all' && !names.includes(name));
if (unknown !== undefined || positionals.length === 0) {
  if (unknown !== undefined) console.error(`There is no bench '${unknown}'.`);
  console.error(`npm run bench -- NAME… [--json FILE] [--rounds N] [--scale 0.1] [--quiet 0.5]   NAME: all, ${names.join(', ')}`);
  process.exit(1);
}
if (process.platform !== 'linux') {
  console.error('The benches read /proc and dial from many loopback addresses: they run on Linux.');
  process.exit(1);
}
const scale = Number(values.scale);
const rounds = values.rounds === undefined ? null : Number(values.rounds);
if (!(scale > 0 && scale <= 1) || (rounds !== null && !(Number.isInteger(rounds) && rounds > 0))) {
  console.error('--scale is above 0 and at most 1, --rounds a whole number above 0.');
  process.exit(1);
}

const quiet = values.quiet === undefined ? null : Number(values.quiet);
if (quiet !== null && !(quiet > 0)) {
  console.error('--quiet is a number of cores above 0.');
  process.exit(1);
}

const results: Result[] = [];
for (const name of positionals.includes('all') ? names : positionals) {
  const { bench } = (await import(new URL(`${name}.ts`, folder).href)) as { bench: Bench };
  console.log(`\n${name}: ${bench.what}`);
  const before = { at: performance.now(), elsewhere: secondsElsewhere() };
  const found = await bench.run({ rounds, scale, quiet, say: (line) => console.log(`  ${line}`) });
  const elsewhere = (secondsElsewhere() - before.elsewhere) / ((performance.now() - before.at) / 1000);
  // A smaller load says nothing about the target.
  for (const result of found) if (scale !== 1) for (const target of result.targets) target.met = null;
  // What else ran on the machine takes from all sides alike, and makes every absolute figure worse.
  const others = { 'others used': `${Math.max(0, elsewhere).toFixed(2)} cores` };
  results.push(...found.map((result) => ({ ...result, settings: { ...result.settings, ...others } })));
}
const machine = describeMachine();
for (const result of results) console.log(table(result));
console.log(
  `\nmachine: ${Object.entries(machine)
    .map(([name, value]) => `${name} ${value}`)
    .join(' · ')}`,
);
if (values.json !== undefined) {
  const answers = results.map((result) => ({ ...result, scale, machine, at: new Date().toISOString() }));
  await writeFile(values.json, `${JSON.stringify(answers.length === 1 ? answers[0] : answers, null, 2)}\n`);
}
process.exit(0);

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { json: { type: 'string' }, rounds: { type: 'string' }, quiet: { type: 'string' }, scale: { type: 'string', default: '1' } },
    });
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  }
}
