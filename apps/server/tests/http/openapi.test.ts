import { Validator } from '@seriousme/openapi-schema-validator';
import { WebhookEvent } from '@vitrine/protocol';
import { describe, expect, test } from 'vitest';
import { OPERATIONS } from '../../src/http/endpoints.ts';
import { openEdge } from './edge.ts';

interface Page {
  operationId: string;
  parameters?: { name: string; in: string; required?: boolean }[];
  responses: Record<string, unknown>;
}
interface Document {
  openapi: string;
  paths: Record<string, Record<string, Page>>;
  webhooks: Record<string, Record<string, Page>>;
  components: { schemas: Record<string, unknown> };
}
async function readDocument(): Promise<Document> {
  await using edge = await openEdge();
  const answer = await edge.send('GET', '/openapi.json');
  expect(answer.headers.get('content-type')).toContain('application/json');
  return await answer.json();
}
describe('GET /openapi.json', () => {
  test('is valid by the schema of OpenAPI 3.1', async () => {
    const result = await new Validator().validate({ ...(await readDocument()) });
    expect(result.errors).toBeUndefined();
    expect(result.valid).toBe(true);
  });

  test('has a page for every route', async () => {
    const { paths } = await readDocument();
    const documented = Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`));
    const signalling = ['whip', 'whep'].flatMap((name) => [
      `post /${name}/{streamId}`,
      `patch /${name}/{streamId}/{sessionId}`,
      `delete /${name}/{streamId}/{sessionId}`,
    ]);
    const routed = OPERATIONS.map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
    expect(documented).toEqual(expect.arrayContaining([...routed, ...signalling, 'get /openapi.json', 'get /metrics']));
  });

  test('has no page of what is not there', async () => {
    const { paths } = await readDocument();
    await using edge = await openEdge();
    for (const [path, methods] of Object.entries(paths)) {
      const answer = await edge.send('OPTIONS', path.replaceAll(/\{\w+\}/g, 'a'.repeat(24)));
      const allowed = `${answer.headers.get('allow')} ${answer.headers.get('access-control-allow-methods')}`;
      for (const method of Object.keys(methods)) expect([path, allowed]).toEqual([path, expect.stringContaining(method.toUpperCase())]);
    }
  });

  test('has the eight routes of a livestream', async () => {
    const { paths } = await readDocument();
    expect(Object.keys(paths['/livestreams'] ?? {}).sort()).toEqual(['get', 'post']);
    expect(Object.keys(paths['/livestreams/{id}'] ?? {}).sort()).toEqual(['delete', 'get', 'put']);
    expect(Object.keys(paths['/livestreams/{id}/chat'] ?? {})).toEqual(['get']);
    expect(Object.keys(paths['/livestreams/{id}/products'] ?? {}).sort()).toEqual(['get', 'post']);
    expect(Object.keys(paths['/livestreams/{id}/analytics'] ?? {})).toEqual(['get']);
  });

  test('describes every webhook, with the headers that prove whom it is from', async () => {
    const { webhooks } = await readDocument();
    expect(Object.keys(webhooks).sort()).toEqual([...WebhookEvent.options, 'webhook.ping'].sort());
    for (const { post } of Object.values(webhooks))
      expect((post?.parameters ?? []).map(({ name }) => name)).toEqual(['webhook-id', 'webhook-timestamp', 'webhook-signature']);
  });

  test('is whole: every reference resolves, ids are unique, path parameters are declared', async () => {
    const document = await readDocument();
    expect(document.openapi).toBe('3.1.0');
    for (const [, name] of JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g))
      expect(document.components.schemas).toHaveProperty(name ?? '');
    const pages = Object.entries(document.paths).flatMap(([path, methods]) => Object.values(methods).map((page) => ({ path, page })));
    expect(new Set(pages.map(({ page }) => page.operationId)).size).toBe(pages.length);
    for (const { path, page } of pages) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = (page.parameters ?? []).filter((parameter) => parameter.in === 'path').map((parameter) => parameter.name);
      expect(declared.sort(), path).toEqual(inPath.sort());
      expect(JSON.stringify(page.parameters ?? []), path).not.toContain('null');
      expect(Object.keys(page.responses).length).toBeGreaterThan(0);
    }
    expect(Object.keys(document.components.schemas)).toEqual(
      expect.arrayContaining(['Livestream', 'LivestreamDetail', 'Order', 'Product', 'Problem']),
    );
  });
});

describe('GET /docs', () => {
  test('is a page that takes everything from here and runs no script of its own', async () => {
    await using edge = await openEdge();
    const answer = await edge.send('GET', '/docs');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'");
    const page = await answer.text();
    expect(page).not.toMatch(/https?:|<script>|<style|\son\w+=/);
    const addresses = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address ?? '');
    expect(addresses).toHaveLength(4);
    for (const address of addresses) {
      expect(address).toMatch(/^\/docs\//);
      const file = await edge.send('GET', address);
      expect([address, file.status]).toEqual([address, 200]);
      expect((await file.text()).length).toBeGreaterThan(100);
    }
  });
  test('serves nothing else of the folder it takes its files from', async () => {
    await using edge = await openEdge();
    for (const path of ['/docs/package.json', '/docs/index.html', '/docs/..%2fpackage.json', '/docs/swagger-ui.css.map'])
      expect([path, (await edge.send('GET', path)).status]).toEqual([path, 404]);
  });
});
