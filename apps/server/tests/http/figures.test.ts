import { describe, expect, test } from 'vitest';
import { FORMULAS } from '../../src/domain/analytics/formulas.ts';
import { AS_HOST, HOST, openEdge, refuse, STREAM, VIEWER } from './edge.ts';

describe('The figures over HTTP', () => {
  test('come as a CSV file to who may see them', async () => {
    const asked: unknown[] = [];
    await using edge = await openEdge({
      analytics: {
        exportCsv: async (actor, id) => {
          asked.push([actor.id, id]);
          if (id !== STREAM) refuse('forbidden');
          return (async function* () {
            yield 'show,Lamps\r\n';
            yield 'figure,value,formula\r\n';
          })();
        },
      },
    });
    const answer = await edge.send('GET', `/livestreams/${STREAM}/analytics.csv`, { headers: AS_HOST });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="show-${STREAM}.csv"`);
    expect(Buffer.from(await answer.arrayBuffer()).toString()).toBe('\ufeffshow,Lamps\r\nfigure,value,formula\r\n');
    expect(asked).toEqual([[HOST.id, STREAM]]);
    expect((await edge.send('GET', `/livestreams/${'d'.repeat(24)}/analytics.csv`, { headers: AS_HOST })).status).toBe(403);
    expect((await edge.send('GET', `/livestreams/${STREAM}/analytics.csv`)).status).toBe(401);
    expect((await edge.send('GET', '/livestreams/none/analytics.csv', { headers: AS_HOST })).status).toBe(400);
  });

  test('come with their formulas, for everybody', async () => {
    await using edge = await openEdge({ analytics: { formulas: () => FORMULAS } });
    const answer = await edge.send('GET', '/analytics/formulas');
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ items: FORMULAS });
  });

  test('of several shows come in pages', async () => {
    const asked: unknown[] = [];
    await using edge = await openEdge({
      analytics: {
        list: async (_, query) => {
          asked.push(query);
          return { items: [], nextCursor: 'next' };
        },
      },
    });
    const answer = await edge.send('GET', '/analytics/livestreams?limit=5&cursor=one', { headers: AS_HOST });
    expect(await answer.json()).toEqual({ items: [], nextCursor: 'next' });
    expect(asked).toEqual([{ limit: 5, cursor: 'one' }]);
    expect((await edge.send('GET', '/analytics/livestreams?limit=51', { headers: AS_HOST })).status).toBe(400);
    expect((await edge.send('GET', '/analytics/livestreams')).status).toBe(401);
  });
});

describe('Recommendations over HTTP', () => {
  test('are for accounts, viewers and who says nothing about itself', async () => {
    const asked: unknown[] = [];
    await using edge = await openEdge({
      recommendations: {
        list: async (actor, { limit }) => {
          asked.push([actor?.id ?? null, limit]);
          return { items: [] };
        },
      },
    });
    for (const headers of [AS_HOST, { authorization: 'Bearer v1.viewer' }, {}]) {
      const answer = await edge.send('GET', '/recommendations?limit=3', { headers });
      expect([answer.status, await answer.json()]).toEqual([200, { items: [] }]);
    }
    expect(asked).toEqual([
      [HOST.id, 3],
      [VIEWER.id, 3],
      [null, 3],
    ]);
    expect((await edge.send('GET', '/recommendations?limit=31')).status).toBe(400);
  });
});
