import { expect, it } from 'vitest';
import { createApi } from './api.ts';

interface Call {
  url: string;
  init: RequestInit;
}
function shop(answer: () => Response) {
  const calls: Call[] = [];
  const api = createApi({
    baseUrl: '',
    fetch: async (url, init = {}) => {
      calls.push({ url: String(url), init });
      return answer();
    },
  });
  return { api, calls };
}
const problem = { type: 'about:blank', title: 'Wrong', status: 400, code: 'invalid', errors: [{ path: 'line 2', message: 'price' }] };

it('gives files as text, and what is wrong with a file by its lines', async () => {
  const { api, calls } = shop(() => new Response('number,state\r\n'));
  expect(await api.exportOrders({ state: ['paid', 'pending'], search: 'a b' })).toBe('number,state\r\n');
  expect(calls[0]?.url).toBe('/orders.csv?search=a%20b&state=paid%2Cpending');
  const wrong = shop(() => new Response(JSON.stringify(problem), { status: 400 }));
  await expect(wrong.api.importProducts('title\n')).rejects.toMatchObject({ code: 'invalid', fields: problem.errors });
  await expect(wrong.api.exportProducts()).rejects.toMatchObject({ code: 'invalid' });
  expect(wrong.calls[0]?.init).toMatchObject({ body: 'title\n', headers: { 'content-type': 'text/csv' } });
});

it('sends a picture as a form whose type the browser names itself', async () => {
  const { api, calls } = shop(() => new Response('{"url":"/uploads/a.webp"}'));
  const form = new FormData();
  form.append('file', new Blob(['x']));
  expect(await api.uploadImage(form)).toEqual({ url: '/uploads/a.webp' });
  expect(calls[0]?.init.body).toBe(form);
  expect(calls[0]?.init.headers).not.toHaveProperty('content-type');
});

it('moves an order on by naming the state it is to have', async () => {
  const { api, calls } = shop(() => new Response('{}'));
  await api.changeOrder('o', 'fulfilled');
  await api.openPayment('o');
  expect(calls.map(({ url, init }) => `${init.method} ${url} ${init.body ?? ''}`.trim())).toEqual([
    'PATCH /orders/o {"state":"fulfilled"}',
    'POST /orders/o/payment',
  ]);
});
