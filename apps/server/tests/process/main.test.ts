import { type ChildProcess, fork, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freePort, freeUdpPort } from '../../../../packages/test-env/src/free-port.ts';
import { lanAddresses } from '../../src/start/lan-address.ts';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
let folder = '';
let children: ChildProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-main-'));
});
afterEach(async () => {
  for (const child of children)
    if (child.exitCode === null && child.signalCode === null) await Promise.all([once(child, 'exit'), child.kill('SIGKILL')]);
  children = [];
  await rm(folder, { recursive: true, force: true });
});

async function environment(env: Record<string, string> = {}): Promise<NodeJS.ProcessEnv> {
  return {
    PATH: process.env.PATH,
    DATA_DIR: join(folder, 'data'),
    PORT: String(await freePort()),
    VIDEO_UDP_PORT: String(await freeUdpPort()),
    ...env,
  };
}

/** Runs it to its end. */
async function run(
  env: Record<string, string>,
  args: string[] = [],
  nodeArgs: string[] = [],
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [...nodeArgs, MAIN, ...args], { env: await environment(env), stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].on('data', (data: Buffer) => {
      output[name] += data.toString();
    });
  const [code] = await once(child, 'close');
  return { code, ...output };
}

interface Listening {
  type: 'listening';
  url: string;
  setupToken: string | null;
}
/** Starts it and waits until it listens. */
async function start(
  env: Record<string, string> = {},
  args: string[] = [],
): Promise<{ child: ChildProcess; listening: Listening; printed: () => string }> {
  const child = fork(MAIN, args, { env: await environment(env), stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  children.push(child);
  let printed = '';
  child.stdout?.on('data', (data: Buffer) => {
    printed += data.toString();
  });
  const [listening] = (await once(child, 'message')) as [Listening];
  return { child, listening, printed: () => printed };
}

describe('a start that can’t be', () => {
  const expectOneLine = ({ code, stderr }: { code: number | null; stderr: string }, line: RegExp) => {
    expect(stderr).toMatch(line);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(code).toBe(1);
  };

  test('for a wrong variable names it', async () => {
    expectOneLine(await run({ PORT: 'eighty' }), /^vitrine: PORT: /);
  });
  test('on a Node that is too old says which one is needed', async () => {
    const old = 'data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"18.19.1"}})';
    expectOneLine(await run({}, [], ['--import', old]), /^vitrine: Node 20\.19 or newer is needed, this is 18\.19\.1\./);
  });
  test('for an unknown option names it', async () => {
    expectOneLine(await run({}, ['--wan']), /^vitrine: --wan: there is no such option/);
  });
  test('for a port in use names the port and PORT', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    expectOneLine(await run({ PORT: String(port), LOG_LEVEL: 'silent' }), new RegExp(`^vitrine: Port ${port} is in use.*PORT`));
    taken.close();
  });
  test('for a video port in use names the port and VIDEO_UDP_PORT', async () => {
    const taken = createSocket('udp4').bind(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address();
    expectOneLine(await run({ VIDEO_UDP_PORT: String(port) }), new RegExp(`^vitrine: UDP port ${port} .*VIDEO_UDP_PORT`));
    taken.close();
  });
  test('for a data folder that can’t be written names DATA_DIR', async () => {
    await writeFile(join(folder, 'file'), '');
    expectOneLine(await run({ DATA_DIR: join(folder, 'file', 'data') }), /^vitrine: DATA_DIR: .* is not writable/);
  });
  test('for a certificate that is not there names TLS_CERT', async () => {
    expectOneLine(await run({ TLS_CERT: '/gone.pem', TLS_KEY: '/gone.pem' }), /^vitrine: TLS_CERT: \/gone\.pem can't be read/);
  });
  test('for a data folder that another server uses says so', async () => {
    await start();
    const second = await run({ LOG_LEVEL: 'silent' });
    expect(second.code).toBe(1);
    expect(second.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(second.stderr).toContain(join(folder, 'data'));
  });
});

describe('a start', () => {
  test('prints the links, the first one with a setup token that works, and logs JSON lines without it', async () => {
    const { child, listening, printed } = await start();
    const made = await fetch(`${listening.url}/auth/setup`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: listening.setupToken, name: 'Inès', email: 'ines@example.com', password: 'a lamp in the window' }),
    });
    expect(made.status).toBe(201);
    child.kill('SIGTERM');
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(printed()).toContain(`Shop       ${listening.url}/`);
    expect(printed()).toContain(`Dashboard  ${listening.url}/admin`);
    expect(printed()).toContain(`${listening.url}/admin/setup#token=${listening.setupToken}`);
    const lines = printed()
      .split('\n')
      .filter((line) => line.startsWith('{'));
    expect(lines.map((line) => JSON.parse(line).msg)).toEqual(expect.arrayContaining(['listening', 'stopped']));
    expect(lines.join('\n')).not.toContain(listening.setupToken);

    const second = await start();
    expect(second.listening.setupToken).toBeNull();
    second.child.kill('SIGTERM');
    await once(second.child, 'close');
    expect(second.printed()).not.toContain('setup#token');
  });

  test('on port 0 takes a free one', async () => {
    const { listening } = await start({ PORT: '0' });
    expect(new URL(listening.url).port).not.toBe('0');
    expect((await fetch(`${listening.url}/healthz`)).status).toBe(200);
  });
});

describe('a stop', () => {
  test('ends with code 0 though a client keeps its connection', async () => {
    const { child, listening } = await start();
    await (await fetch(`${listening.url}/healthz`)).text();
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
  test('comes too when the parent that started it is gone', async () => {
    const { child } = await start();
    child.disconnect();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});

test.skipIf(lanAddresses(networkInterfaces()).length === 0)('--lan serves HTTPS and prints a QR code', async () => {
  const { child, listening, printed } = await start({ HOST: '127.0.0.1' }, ['--lan']);
  expect(listening.url).toMatch(/^https:\/\//);
  child.kill('SIGTERM');
  expect(await once(child, 'close')).toEqual([0, null]);
  expect(printed()).toMatch(/[▀▄█]{10}/);
});
