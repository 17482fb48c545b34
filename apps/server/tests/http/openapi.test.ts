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
  components: { schemas: Record<string, unknown> };
}
async function readDocument(): Promise<Document> {
  await using edge = await openEdge();
  const answer = await edge.send('GET', '/openapi.json');
  expect(answer.headers.get('content-type')).toContain('application/json');
  return await answer.json();
}

describe('GET /openapi.json', () => {
  test('has a page for every route', async () => {
    const { paths } = await readDocument();
    const documented = Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`));
    const signalling = ['whip', 'whep'].flatMap((name) => [
      `post /${name}/{streamId}`,
      `patch /${name}/{streamId}/{sessionId}`,
      `delete /${name}/{streamId}/{sessionId}`,
    ]);
    const routed = OPERATIONS.map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
    expect(documented.sort()).toEqual([...routed, ...signalling, 'get /openapi.json'].sort());
  });

  test('has the eight routes of a livestream', async () => {
    const { paths } = await readDocument();
    expect(Object.keys(paths['/livestreams'] ?? {}).sort()).toEqual(['get', 'post']);
    expect(Object.keys(paths['/livestreams/{id}'] ?? {}).sort()).toEqual(['delete', 'get', 'put']);
    expect(Object.keys(paths['/livestreams/{id}/chat'] ?? {})).toEqual(['get']);
    expect(Object.keys(paths['/livestreams/{id}/products'] ?? {})).toEqual(['post']);
    expect(Object.keys(paths['/livestreams/{id}/analytics'] ?? {})).toEqual(['get']);
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
      expect(Object.keys(page.responses).length).toBeGreaterThan(0);
    }
    expect(Object.keys(document.components.schemas)).toEqual(
      expect.arrayContaining(['Livestream', 'LivestreamDetail', 'Order', 'Product', 'Problem']),
    );
  });
});
