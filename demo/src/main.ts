import { Demo } from './demo.ts';
import { readOptions, USAGE, UsageError } from './options.ts';
import { OWNER, PASSWORD } from './shop/people.ts';

/** From a terminal one Ctrl+C comes twice: from the terminal itself and passed on by npm. */
const SAME_SIGNAL = 500;

const say = (line: string): void => {
  process.stdout.write(`  ${line}\n`);
};
const ending = new AbortController();
let endingSince: number | null = null;
let demo: Demo | null = null;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end());

await run();

async function run(): Promise<void> {
  try {
    if (process.argv.includes('--help')) {
      process.stdout.write(`${USAGE}\n`);
      return;
    }
    const options = readOptions(process.argv.slice(2));
    // The certificate of `--lan` is made by our own server a moment before; nothing else is spoken to from here.
    if (options.lan) process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    process.stdout.write('\n');
    demo = await Demo.start({ options, workingDirectory: process.env.INIT_CWD ?? process.cwd(), say, signal: ending.signal });
    if (ending.signal.aborted) return await leave();
    process.stdout.write(greeting(demo, options.viewers));
  } catch (error) {
    if (ending.signal.aborted) return exit(0);
    process.stderr.write(`vitrine demo: ${error instanceof Error ? error.message : String(error)}\n`);
    if (error instanceof UsageError) process.stderr.write(`\n${USAGE}\n`);
    exit(1);
  }
}

function greeting({ server: { url }, show }: Demo, viewers: number): string {
  const lines = [
    '',
    'Maison Lumen is open, and “The Autumn Firing” is live.',
    '',
    `Live show  ${url}/watch/${show._id}`,
    `Shop       ${url}/`,
    `Dashboard  ${url}/admin/shows/${show._id}`,
    `           ${OWNER.email}, password: ${PASSWORD}`,
    '',
    `${viewers} simulated viewers chat, like, ask and buy. Everything is thrown away at the end: Ctrl+C.`,
    '',
  ];
  return `${lines.map((line) => (line === '' ? '' : `  ${line}`)).join('\n')}\n`;
}

async function end(): Promise<void> {
  const now = performance.now();
  if (endingSince !== null) {
    if (now - endingSince > SAME_SIGNAL) exit(1);
    return;
  }
  endingSince = now;
  say('Everyone leaves…');
  ending.abort();
  // While it is still starting, whoever starts it ends it.
  if (demo) await leave();
}
async function leave(): Promise<void> {
  try {
    await demo?.[Symbol.asyncDispose]();
    exit(0);
  } catch (error) {
    process.stderr.write(`vitrine demo: ${error instanceof Error ? error.message : String(error)}\n`);
    exit(1);
  }
}
function exit(code: number): never {
  process.exit(code);
}
