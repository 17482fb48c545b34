import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { matchesGlob } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readConfig } from '../apps/server/src/config.ts';
import { VARIABLES } from '../apps/server/src/config-variables.ts';
import { LIMITS } from '../packages/protocol/src/limits.ts';
import { TARGETS } from './build.mjs';

const root = new URL('../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const lines = (path: string): string[] =>
  read(path)
    .replaceAll('\\\n', ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));

/** Each stage of the Dockerfile with its instructions. */
const stages = lines('deploy/Dockerfile').reduce<{ name: string; from: string; does: string[] }[]>((found, line) => {
  const [, from = '', name = 'last'] = /^FROM (\S+)(?: AS (\w+))?/.exec(line) ?? [];
  if (from !== '') found.push({ name, from, does: [] });
  else found.at(-1)?.does.push(line);
  return found;
}, []);
const stage = (name: string) => stages.find((one) => one.name === name) ?? { name, from: '', does: [] };
const copies = (does: readonly string[]) =>
  does.flatMap((line) => {
    const words = /^COPY (.+)$/.exec(line)?.[1]?.split(' ') ?? [];
    const from = words[0]?.startsWith('--from=') ? words.shift()?.slice('--from='.length) : undefined;
    return words.slice(0, -1).map((source) => ({ from, source }));
  });
const isIgnored = (path: string): boolean =>
  lines('.dockerignore').some((pattern) => path.split('/').some((_, at, parts) => matchesGlob(parts.slice(0, at + 1).join('/'), pattern)));

describe('the Dockerfile', () => {
  test('copies what is there, and nothing that is kept out of the context', () => {
    const sources = stages.flatMap(({ does }) => copies(does).filter(({ from }) => from === undefined)).map(({ source }) => source);
    expect(sources.length).toBeGreaterThan(15);
    for (const source of sources) {
      expect(existsSync(new URL(source, root)), source).toBe(true);
      expect(isIgnored(source), source).toBe(false);
    }
  });

  test('installs from a lockfile whose every workspace it has', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, unknown> };
    const workspaces = Object.keys(packages).filter((path) => path !== '' && !path.includes('node_modules'));
    const copied = copies(stage('manifests').does).map(({ source }) => source);
    expect(copied.filter((path) => path.includes('/')).sort()).toEqual(workspaces.map((path) => `${path}/package.json`).sort());
  });

  test('builds from all sources of what is built, and takes each of it into the image', () => {
    const { does } = stage('build');
    const copied = copies(does).map(({ source }) => source);
    const missing = TARGETS.flatMap(({ sources }: { sources: string[] }) => sources).filter(
      (path: string) => !copied.some((have) => path === have || path.startsWith(`${have}/`)),
    );
    expect(missing).toEqual([]);
    const taken = copies(stage('last').does).filter(({ from }) => from === 'build');
    expect(taken.map(({ source }) => source).sort()).toEqual(TARGETS.map(({ folder }: { folder: string }) => `/app/${folder}/dist`).sort());
    for (const { from } of copies(stages.flatMap((one) => one.does)))
      if (from !== undefined) expect(stages.map(({ name }) => name)).toContain(from);
  });

  test('starts a program that is built, as somebody who is not root', () => {
    const { does } = stage('last');
    const [program, ...args] = JSON.parse(does.find((line) => line.startsWith('CMD '))?.slice(4) ?? '[]') as string[];
    expect([program, args.at(-1)]).toEqual(['node', 'apps/server/dist/main.js']);
    expect(existsSync(new URL('apps/server/dist/main.js', root))).toBe(true);
    expect(does).toContain('USER node');
    expect(does.indexOf('USER node')).toBeLessThan(does.findIndex((line) => line.startsWith('CMD')));
  });

  test('looks at its health by what ends with 0 while the server is alive, and with 1 when it is not', async () => {
    const check = JSON.parse(
      /CMD (\[.*\])$/.exec(stage('last').does.find((line) => line.startsWith('HEALTHCHECK')) ?? '')?.[1] ?? '[]',
    ) as string[];
    const asked: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url);
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const PORT = String((server.address() as AddressInfo).port);
    const run = (): Promise<number | null> =>
      new Promise((resolve) => spawn(process.execPath, check.slice(1), { env: { ...process.env, PORT } }).on('close', resolve));
    expect(await run()).toBe(0);
    expect(asked).toEqual(['/healthz']);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect(await run()).toBe(1);
  });
});

interface Service {
  environment?: Record<string, string>;
  ports?: string[];
  command?: string[];
}
const compose = (name: string): { services: Record<string, Service> } => parse(read(`deploy/${name}`));
const EXTRA = ['compose.https.yaml', 'compose.mongo.yaml', 'compose.turn.yaml'];
/** The example, with something in what the shop has to fill in. */
const example: Record<string, string> = Object.fromEntries(
  lines('deploy/env.example').map((line) => {
    const [name = '', ...value] = line.split('=');
    return [name, value.join('=') || 'filled-in'];
  }),
);
const filled = (text: string): string =>
  text.replaceAll(/\$\{(\w+)(?::[?-]([^}]*))?\}/g, (_, name: string) => {
    expect(Object.keys(example), `deploy/env.example has ${name}`).toContain(name);
    return example[name] ?? '';
  });
/** Variables that the image sets; those of Node itself are not ours. */
const imageEnvironment = (): Record<string, string> =>
  Object.fromEntries(
    (stage('last').does.find((line) => line.startsWith('ENV ')) ?? '')
      .slice(4)
      .split(' ')
      .map((pair) => pair.split('=') as [string, string])
      .filter(([name]) => name !== 'NODE_ENV'),
  );

describe('the compose files', () => {
  test.each([[], ...EXTRA.map((name) => [name]), EXTRA])('set a server up with what it knows: compose.yaml %s %s %s', (...extra) => {
    const environment = Object.assign(
      imageEnvironment(),
      ...['compose.yaml', ...extra.filter((name) => name !== undefined)].map((name) => compose(name).services.vitrine?.environment ?? {}),
    ) as Record<string, string>;
    expect(Object.keys(environment).filter((name) => !VARIABLES.includes(name))).toEqual([]);
    const given = Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, filled(value)]));
    const config = readConfig(given, '/app');
    expect(config).toMatchObject({ publicUrl: 'https://shop.example', dataDir: '/data', trustProxy: 1 });
    expect(config.mongoUri !== null).toBe(extra.includes('compose.mongo.yaml'));
    expect(config.ice.turnSecret).toBe(extra.includes('compose.turn.yaml') ? example.TURN_SECRET : null);
    // Pages for the proxy of this machine alone, video for everybody.
    const ports = compose('compose.yaml').services.vitrine?.ports;
    expect(ports).toEqual([`127.0.0.1:${config.port}:${config.port}/tcp`, `${config.video.udpPort}:${config.video.udpPort}/udp`]);
    expect(stage('last').does).toContain(`EXPOSE ${config.port}/tcp ${config.video.udpPort}/udp`);
  });

  test('ask for nothing that the example of their settings does not have, and it has nothing else', () => {
    const used = new Set(
      ['compose.yaml', ...EXTRA].flatMap((name) => [...read(`deploy/${name}`).matchAll(/\$\{(\w+)/g)].map(([, name]) => name)),
    );
    expect([...used].sort()).toEqual(Object.keys(example).sort());
  });

  test('let the TURN server relay to the video of this machine, and nowhere else', () => {
    const command = compose('compose.turn.yaml').services.coturn?.command ?? [];
    expect(command).toContain(`--allowed-peer-ip=${'$'}{VIDEO_ANNOUNCED_ADDRESS:?}`);
    expect(command).toContain('--denied-peer-ip=0.0.0.0-255.255.255.255');
    expect(command).toContain('--use-auth-secret');
  });
});

test('the unit for systemd sets what the server knows, and starts what is built', () => {
  const unit = lines('deploy/vitrine.service');
  const value = (key: string): string => unit.find((line) => line.startsWith(`${key}=`))?.slice(key.length + 1) ?? '';
  const set = Object.fromEntries(
    value('Environment')
      .split(' ')
      .map((pair) => pair.split('=') as [string, string]),
  );
  expect(Object.keys(set).filter((name) => name !== 'NODE_ENV' && !VARIABLES.includes(name))).toEqual([]);
  expect(readConfig(set, '/opt/vitrine')).toMatchObject({ dataDir: `/var/lib/${value('StateDirectory')}`, trustProxy: 1 });
  expect(value('ExecStart')).toMatch(/ apps\/server\/dist\/main\.js$/);
});

test.each([
  ['nginx.conf', /client_max_body_size (\d+)m/],
  ['Caddyfile', /max_size (\d+)MB/],
])('%s lets through whatever the server takes', (name, size) => {
  expect(Number(size.exec(read(`deploy/${name}`))?.[1]) * 1_000_000).toBeGreaterThan(LIMITS.uploadBytes);
});
test('nginx passes WebSockets on, and says who asks where', () => {
  const headers = [...read('deploy/nginx.conf').matchAll(/proxy_set_header (\S+) ([^;]+);/g)].map(([, name, value]) => [name, value]);
  expect(Object.fromEntries(headers)).toEqual({
    Host: '$host',
    'X-Forwarded-For': '$remote_addr',
    'X-Forwarded-Proto': '$scheme',
    Upgrade: '$http_upgrade',
    Connection: '$connection_upgrade',
  });
});
