// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { answeredFirst } from './first-answers.ts';

const asked = vi.fn(async (address: RequestInfo | URL) => Response.json({ from: `server: ${String(address)}` }));

function page(answers: unknown): void {
  const block = document.createElement('script');
  block.type = 'application/json';
  block.id = 'first-answers';
  block.textContent = JSON.stringify(answers);
  document.head.append(block);
}
const get = { method: 'GET' };
const read = async (response: Promise<Response>): Promise<unknown> => JSON.parse(await (await response).text());

describe('the answers that came with the page', () => {
  beforeEach(() => {
    vi.stubGlobal('fetch', asked);
    vi.spyOn(performance, 'now').mockReturnValue(100);
    page({ '/auth/session': { account: null }, '/livestreams': { items: [] } });
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
    asked.mockClear();
    document.getElementById('first-answers')?.remove();
  });

  it('are given once, without a request', async () => {
    const send = answeredFirst();
    expect(await read(send('/livestreams', get))).toEqual({ items: [] });
    expect(asked).not.toHaveBeenCalled();
    expect(await read(send('/livestreams', get))).toEqual({ from: 'server: /livestreams' });
  });
  it('are read before the browser paints', async () => {
    const seen: string[] = [];
    const channel = new MessageChannel();
    const task = new Promise<void>((resolve) => {
      channel.port1.onmessage = () => {
        seen.push('a later task');
        resolve();
      };
    });
    channel.port2.postMessage('');
    await read(answeredFirst()('/livestreams', get)).then(() => seen.push('answer'));
    await task;
    channel.port1.close();
    expect(seen).toEqual(['answer', 'a later task']);
  });
  it('leave other addresses to the server', async () => {
    expect(await read(answeredFirst()('/livestreams?status=ended', get))).toEqual({ from: 'server: /livestreams?status=ended' });
  });
  it('are old after a while', async () => {
    const send = answeredFirst();
    vi.mocked(performance.now).mockReturnValue(10_001);
    expect(await read(send('/livestreams', get))).toEqual({ from: 'server: /livestreams' });
  });
  it('are for what the page asks as it begins, not for what it asks later', async () => {
    const send = answeredFirst();
    await send('/auth/session', get);
    const later = new Promise((resolve) => setTimeout(resolve));
    expect(asked).not.toHaveBeenCalled();
    await later;
    expect(await read(send('/livestreams', get))).toEqual({ from: 'server: /livestreams' });
  });
  it('are forgotten when something is changed', async () => {
    const send = answeredFirst();
    await send('/auth/sign-in', { method: 'POST' });
    expect(await read(send('/livestreams', get))).toEqual({ from: 'server: /livestreams' });
  });
  it('are those of a page that was opened, not of one that was gone back to', async () => {
    vi.spyOn(performance, 'getEntriesByType').mockReturnValue([{ type: 'back_forward' } as unknown as PerformanceEntry]);
    expect(await read(answeredFirst()('/livestreams', get))).toEqual({ from: 'server: /livestreams' });
  });
});
