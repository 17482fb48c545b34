import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ServerProcess } from '../../src/index.ts';
import { type Ids, openCrowd, type Person } from './people.ts';
import { type Known, type Schema, valuesOf } from './schema-arbitrary.ts';
import { expectCalmLog, reasonOf, residentBytes } from './server-health.ts';

/** Requests of each operation in a run; FUZZ_RUNS asks for more. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 15);
const SEED = Number(process.env.FUZZ_SEED ?? 20_260_501);
const LONGEST_IN_HEAD = 500;

interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: Schema;
}
interface Page {
  operationId: string;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}
interface Document {
  paths: Record<string, Record<string, Page>>;
  components: { schemas: Record<string, Schema> };
}
interface Request {
  who: number;
  parameters: Record<string, unknown>;
  body: unknown;
}

let server: ServerProcess;
let people: Person[];
let ids: Ids;
/** Where in `people` they are. */
let admins: number[];
let document: Document;
let known: Known;
let addresses = 0;
/** Operations that have taken a request and done what it asked. */
const taken = new Set<string>();

beforeAll(async () => {
  server = await ServerProcess.start({
    env: { TRUST_PROXY: '1', OUTBOUND_PRIVATE: 'allow', VAPID_SUBJECT: 'mailto:shop@lumen.example', LOG_LEVEL: 'warn' },
  });
  ({ people, ids } = await openCrowd(server));
  admins = people.flatMap(({ name }, index) => (name === 'admin' ? [index] : []));
  document = (await (await fetch(`${server.url}/openapi.json`)).json()) as Document;
  known = {
    ids: (field) => ids.of(field),
    resolve: (ref) => document.components.schemas[ref.split('/').at(-1) ?? ''] ?? {},
  };
});
afterAll(() => server[Symbol.asyncDispose]());

const kindOf = (path: string): string => path.split('/')[1] ?? '';

function requestsOf(path: string, { parameters = [], requestBody }: Page): fc.Arbitrary<Request> {
  const [type, content] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  const body = type === 'application/json' ? valuesOf(content?.schema ?? {}, known) : fc.string({ unit: 'binary', maxLength: 2_000 });
  const fieldOf = ({ name }: Parameter): string => (name === 'id' ? kindOf(path) : name);
  const each = parameters.map((parameter) => [parameter.name, valuesOf(parameter.schema, known, fieldOf(parameter))] as const);
  const needed = parameters.filter((parameter) => parameter.required || parameter.in === 'path').map(({ name }) => name);
  return fc.record({
    // Half of the time an admin, before whom the most doors open.
    who: fc.oneof(
      fc.nat(),
      fc.nat().map((number) => admins[number % admins.length] ?? 0),
    ),
    parameters: fc.record(Object.fromEntries(each), { requiredKeys: needed }),
    body: requestBody ? body : fc.constant(undefined),
  });
}

async function send(method: string, path: string, page: Page, request: Request): Promise<void> {
  const [type] = Object.keys(page.requestBody?.content ?? {});
  const textOf = (name: string): string => {
    const value = request.parameters[name];
    // Longer heads are refused by Node itself, with 431.
    return (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, LONGEST_IN_HEAD);
  };
  const given = (place: Parameter['in']) => (page.parameters ?? []).filter((each) => each.in === place && each.name in request.parameters);
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encoded(textOf(name)) || '0');
  const query = given('query').map(({ name }) => `${encoded(name)}=${encoded(textOf(name))}`);
  addresses += 1;
  // One of them says nothing about itself.
  const person = people[request.who % (people.length + 1)];
  const answer = await fetch(`${server.url}${filled}${query.length > 0 ? `?${query.join('&')}` : ''}`, {
    method: method.toUpperCase(),
    redirect: 'manual',
    headers: {
      ...Object.fromEntries(given('header').map(({ name }) => [name, headerValue(textOf(name))])),
      'x-forwarded-for': `10.9.${(addresses >> 8) & 255}.${addresses & 255}`,
      ...(person ? { authorization: `Bearer ${person.token}` } : {}),
      ...(type ? { 'content-type': type === 'multipart/form-data' ? `${type}; boundary=x` : type } : {}),
    },
    ...(type ? { body: type === 'application/json' ? (JSON.stringify(request.body) ?? '') : String(request.body) } : {}),
  });
  const text = await answer.text();
  const said = `${method} ${filled} -> ${answer.status} ${text.slice(0, 300)}`;
  if (answer.status >= 400) {
    expect(answer.headers.get('content-type'), said).toContain('application/problem+json');
    expect(JSON.parse(text), said).toMatchObject({ status: answer.status, code: expect.stringMatching(/^\w+$/) });
  }
  if (answer.status >= 500) expect(answer.status, `${said}\n${answer.status === 503 ? '' : await reasonOf(server)}`).toBe(503);
  if (answer.status === 401) await person?.enter();
  if (answer.status < 300) taken.add(page.operationId);
  const found = answer.status < 300 ? /"_id":"([0-9a-f]{24})"/.exec(text)?.[1] : undefined;
  if (found) ids.add(kindOf(path), found);
}
/** Halves of letters become U+FFFD, as a URL can't hold them. */
const encoded = (value: string): string => encodeURIComponent(Buffer.from(value).toString());
/** What `fetch` lets through in a header. */
const headerValue = (value: string): string => value.replaceAll(/[^\x20-\x7e]/g, '').trim();

/** Every operation, in an order in which what is made comes before what is ended. */
const ORDER = ['post', 'put', 'patch', 'get', 'delete'];

test('No request that its schema can make, or almost, is answered by a fault of the server', async () => {
  const pages = Object.entries(document.paths)
    .flatMap(([path, methods]) => Object.entries(methods).map(([method, page]) => ({ path, method, page })))
    .sort((one, other) => ORDER.indexOf(one.method) - ORDER.indexOf(other.method));
  expect(pages.length).toBeGreaterThan(60);
  const round = async (seed: number): Promise<void> => {
    for (const { path, method, page } of pages)
      await fc.assert(
        fc.asyncProperty(requestsOf(path, page), (request) => send(method, path, page, request)),
        { numRuns: RUNS, seed, endOnFailure: true },
      );
  };
  await round(SEED);
  const before = await residentBytes(server);
  await round(SEED + 1);
  const after = await residentBytes(server);
  expect(after / before).toBeLessThan(1.5);
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  // What is refused at the door proves little.
  expect(taken.size / pages.length).toBeGreaterThan(0.5);
  expectCalmLog(server);
}, 300_000);
