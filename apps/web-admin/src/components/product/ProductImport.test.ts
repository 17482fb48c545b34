// @vitest-environment happy-dom
import { ApiError } from '@vitrine/client';
import { LIMITS } from '@vitrine/protocol/limits';
import { flushPromises, mount } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { api } from '../../composables/server/api.ts';
import ProductImport from './ProductImport.vue';

const FILE = 'title,price,stock\r\nDune vase,68.00,3\r\nReed carafe,cheap,5\r\n';

async function open() {
  const drawer = mount(ProductImport, { props: { open: true }, attachTo: document.body });
  await flushPromises();
  const input = document.querySelector<HTMLInputElement>('input[type=file]');
  async function choose(content: BlobPart, name = 'spring.csv'): Promise<void> {
    Object.defineProperty(input, 'files', { value: [new File([content], name)], configurable: true });
    input?.dispatchEvent(new Event('change'));
    await flushPromises();
    await vi.waitFor(() => expect(words()).not.toContain('Reading the file'));
    await flushPromises();
  }
  const words = (): string => document.querySelector('[role=dialog]')?.textContent ?? '';
  const press = async (label: string): Promise<void> => {
    [...document.querySelectorAll('button')].find((button) => button.textContent?.trim() === label)?.click();
    await flushPromises();
  };
  return { drawer, choose, words, press };
}

describe('products from a file', () => {
  beforeEach(() => {
    vi.spyOn(api, 'importProducts').mockResolvedValue({ created: 2, updated: 0, unchanged: 0 });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    document.body.replaceChildren();
  });

  it('names the columns before a file is chosen, and says what became of it after', async () => {
    const { drawer, choose, words } = await open();
    expect(words()).toContain('compare_at_price');
    await choose(FILE);
    expect(api.importProducts).toHaveBeenCalledWith(FILE);
    expect(words()).toContain('The products are in');
    expect(words()).toContain('New2');
    expect(drawer.emitted('imported')).toHaveLength(1);
  });

  it('shows each wrong line with what stands there, and that nothing came in', async () => {
    vi.mocked(api.importProducts).mockRejectedValue(
      new ApiError('invalid', 400, 'refused', { errors: [{ path: 'line 3', message: 'price: “cheap” is no amount' }] }),
    );
    const { drawer, choose, words } = await open();
    await choose(FILE);
    expect(document.querySelector('[role=alert]')?.textContent).toContain('Nothing of spring.csv came in. One line is wrong.');
    expect(words()).toContain('Line 3');
    expect(words()).toContain('price: “cheap” is no amount');
    expect(words()).toContain('Reed carafe,cheap,5');
    expect(drawer.emitted('imported')).toBeUndefined();
  });

  it('says what is going on while the file is sent', async () => {
    let answer: (value: { created: number; updated: number; unchanged: number }) => void = () => undefined;
    vi.mocked(api.importProducts).mockReturnValue(
      new Promise((resolve) => {
        answer = resolve;
      }),
    );
    const { choose, words } = await open();
    await choose(FILE);
    expect(document.querySelector('progress')).not.toBeNull();
    expect(words()).toContain('Checking and bringing in 2 lines');
    answer({ created: 2, updated: 0, unchanged: 0 });
    await flushPromises();
    expect(words()).toContain('The products are in');
  });

  it('offers to send it again when no answer came', async () => {
    vi.mocked(api.importProducts).mockRejectedValueOnce(new ApiError('timeout', 0, 'late'));
    const { choose, words, press } = await open();
    await choose(FILE);
    expect(words()).toContain('cannot be reached');
    await press('Send it again');
    expect(api.importProducts).toHaveBeenCalledTimes(2);
    expect(words()).toContain('The products are in');
  });

  it.each([
    ['is not UTF-8', new Uint8Array([116, 10, 0xe9, 0x20]), 'CSV UTF-8'],
    ['has a first line only', 'title,price,stock\r\n', 'no lines below its first'],
    ['has too many lines', `title\n${'x\n'.repeat(LIMITS.importLines + 1)}`, 'more than 5000 lines'],
    ['is too large', new Uint8Array(LIMITS.importBytes + 1), 'larger than 4 MB'],
  ])('refuses a file that %s without asking the server', async (_, content, reason) => {
    const { choose, words } = await open();
    await choose(content);
    expect(words()).toContain(reason);
    expect(api.importProducts).not.toHaveBeenCalled();
  });
});
