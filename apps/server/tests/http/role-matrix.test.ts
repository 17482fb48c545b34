import { ClientEventData } from '@vitrine/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OPERATIONS, RAW_ROUTES } from '../../src/http/endpoints.ts';
import { Client } from '../realtime/live.ts';
import { REST, ROLES, type RoleName, rowsOf, SOCKET } from './role-matrix.ts';
import { type Cell, type CellRequest, EVENTS, REQUESTS } from './role-requests.ts';
import { World } from './role-world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open();
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  // pino's levels: 50 is an error.
  expect(world.log.filter((line) => JSON.parse(line).level >= 50)).toEqual([]);
});

const rows = rowsOf(REST);
const events = rowsOf(SOCKET);
const operationOf = (name: string): string => name.replace(/ \(.*$/, '');
const OTHERS = ['GET /metrics', 'GET /openapi.json'];

async function cellOf(role: RoleName): Promise<Cell> {
  const owner = await world.person('host');
  const who = role === 'none' ? null : role === 'host' ? owner : await world.person(role);
  return { world, owner, who, admin: await world.person('admin') };
}
async function statusOf(name: string, role: RoleName): Promise<string> {
  const make = REQUESTS[name];
  if (!make) throw new Error(`role-requests.ts has no request “${name}”`);
  const cell = await cellOf(role);
  const [method = '', path = ''] = operationOf(name).split(' ');
  const { params = {}, query, body, raw, headers }: CellRequest = await make(cell);
  const filled = path.replaceAll(/:(\w+)/g, (_, key: string) => encodeURIComponent(params[key] ?? ''));
  const answer = await fetch(`${world.url}${filled}${query ? `?${query}` : ''}`, {
    method,
    headers: {
      ...(cell.who ? { authorization: `Bearer ${cell.who.token}` } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(raw?.type ? { 'content-type': raw.type } : {}),
      ...headers,
    },
    ...(raw ? { body: raw.body } : body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  await answer.arrayBuffer();
  return String(answer.status);
}

describe('Each operation answers each role as the table says', () => {
  test.each(rows)('$name', async ({ name, expected }) => {
    const actual: Partial<Record<RoleName, string>> = {};
    for (const role of ROLES) actual[role] = await statusOf(name, role);
    expect(actual).toEqual(expected);
  });

  test('and none is left out', () => {
    const all = [...OPERATIONS, ...RAW_ROUTES].map(({ method, path }) => `${method.toUpperCase()} ${path}`);
    expect(new Set(rows.map(({ name }) => operationOf(name)))).toEqual(new Set([...all, ...OTHERS]));
    expect(rows.map(({ name }) => name).sort()).toEqual(Object.keys(REQUESTS).sort());
  });
});

async function answerTo(name: string, role: RoleName): Promise<string> {
  const make = EVENTS[name];
  if (!make) throw new Error(`role-requests.ts has no event “${name}”`);
  const cell = await cellOf(role);
  const { type, data, from } = await make(cell);
  const client = await Client.open(world.socketUrl);
  try {
    if (from !== 'nowhere') {
      const token = cell.who ? { token: cell.who.token } : {};
      const entered = await client.ask('register', { ...token, ...(from === null ? {} : { streamId: from }) }, 'in');
      // Who is not let in can ask for nothing there.
      if (entered.type === 'error') return entered.data.code;
    }
    const answer = await client.ask(type, data, 'asked');
    return answer.type === 'ack' ? 'ack' : answer.data.code;
  } finally {
    client.socket.terminate();
  }
}

describe('Each event is answered to each role as the table says', () => {
  test.each(events)('$name', async ({ name, expected }) => {
    const actual: Partial<Record<RoleName, string>> = {};
    for (const role of ROLES) actual[role] = await answerTo(name, role);
    expect(actual).toEqual(expected);
  });

  test('and none is left out', () => {
    expect(new Set(events.map(({ name }) => operationOf(name)))).toEqual(new Set(Object.keys(ClientEventData)));
    expect(events.map(({ name }) => name).sort()).toEqual(Object.keys(EVENTS).sort());
  });
});
