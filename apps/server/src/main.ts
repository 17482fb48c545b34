const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`vitrine: Node 20.19 or newer is needed, this is ${process.versions.node}. Install a newer one from nodejs.org.\n`);
  process.exit(1);
}
// Only now: an older Node may fail to load what follows before it could say why.
const { launch, reasonOf } = await import('./start/launch.ts');

const started = launch({
  environment: process.env,
  arguments: process.argv.slice(2),
  workingDirectory: process.cwd(),
  onTerminal: process.stdout.isTTY === true,
});
/** From a terminal one Ctrl-C comes twice: from the terminal itself and passed on by npm. */
const SAME_SIGNAL = 500;
let stoppingSince: number | null = null;
let isRunning = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop);
// A parent that started us over a channel and is gone can't stop us any more.
process.on('disconnect', () => {
  if (stoppingSince === null) stop();
});
process.on('uncaughtException', (error) => end(error));

try {
  const { url, setupToken, greeting } = await started;
  isRunning = true;
  process.stdout.write(greeting);
  process.send?.({ type: 'listening', url, setupToken });
} catch (error) {
  end(error);
}

function stop(): void {
  const now = performance.now();
  if (stoppingSince !== null) {
    if (now - stoppingSince > SAME_SIGNAL) process.exit(1);
    return;
  }
  stoppingSince = now;
  // Nothing has been taken yet that would have to be finished.
  if (!isRunning) process.exit(0);
  started.then(({ server }) => server[Symbol.asyncDispose]()).then(() => process.exit(0), end);
}

function end(error: unknown): never {
  process.stderr.write(`vitrine: ${reasonOf(error)}\n`);
  process.exit(1);
}

export {};
