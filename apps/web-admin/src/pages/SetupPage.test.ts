// @vitest-environment happy-dom
import { ApiError } from '@vitrine/client';
import type { SessionAnswer } from '@vitrine/protocol';
import { flushPromises, mount } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createMemoryHistory, createRouter } from 'vue-router';
import { api } from '../composables/server/api.ts';
import SetupPage from './SetupPage.vue';

const opened: SessionAnswer = {
  account: { _id: 'a'.repeat(24), role: 'admin', name: 'Inès' },
  needsSetup: false,
  shop: { name: 'Lumen', currency: 'EUR', logoUrl: null },
};

async function open(address: string) {
  const blank = { template: '<p />' };
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/setup', name: 'setup', component: blank },
      { path: '/', name: 'overview', component: blank },
      { path: '/sign-in', component: blank },
    ],
  });
  await router.push(address);
  const page = mount(SetupPage, { global: { plugins: [router] } });
  await flushPromises();
  async function submit(): Promise<void> {
    const [name, email, password] = page.findAll('input');
    await name?.setValue('Inès');
    await email?.setValue('ines@lumen.example');
    await password?.setValue('a lamp in the window');
    await page.find('form').trigger('submit');
    await flushPromises();
  }
  return { page, router, submit };
}

describe('the page of the one-time link', () => {
  afterEach(() => void vi.restoreAllMocks());

  it('takes the token out of the address at once and still uses it', async () => {
    const setUp = vi.spyOn(api, 'setUp').mockResolvedValue(opened);
    const { router, submit } = await open('/setup#token=once');
    expect(router.currentRoute.value.fullPath).toBe('/setup');
    await submit();
    expect(setUp).toHaveBeenCalledWith(expect.objectContaining({ token: 'once', name: 'Inès' }));
    expect(router.currentRoute.value.name).toBe('overview');
  });

  it('says that the page needs its link when it came without one', async () => {
    const { page } = await open('/setup');
    expect(page.find('h1').text()).toBe('This page needs its link');
    expect(page.find('form').exists()).toBe(false);
  });

  it.each([
    ['already_set_up', 409, 'The shop is open already'],
    ['token_expired', 401, 'This link is too old'],
    ['bad_credentials', 401, 'This link is not the newest one'],
  ] as const)('explains %s and leads on', async (code, status, title) => {
    vi.spyOn(api, 'setUp').mockRejectedValue(new ApiError(code, status, 'refused'));
    const { page, submit } = await open('/setup#token=once');
    await submit();
    expect(page.find('h1').text()).toBe(title);
    expect(page.find('a[href="/sign-in"]').exists()).toBe(true);
  });

  it('marks the field that the server refuses, and keeps what was written', async () => {
    vi.spyOn(api, 'setUp').mockRejectedValue(
      new ApiError('invalid', 400, 'refused', { errors: [{ path: 'email', message: 'Invalid email address' }] }),
    );
    const { page, submit } = await open('/setup#token=once');
    await submit();
    expect(page.find('input[type="email"]').attributes('aria-invalid')).toBe('true');
    expect(page.find('input').element.value).toBe('Inès');
  });

  it('asks for a longer password before it asks the server', async () => {
    const setUp = vi.spyOn(api, 'setUp').mockResolvedValue(opened);
    const { page } = await open('/setup#token=once');
    await page.find('input[type="password"]').setValue('short');
    await page.find('form').trigger('submit');
    await flushPromises();
    expect(page.text()).toContain('Use at least 10 characters.');
    expect(setUp).not.toHaveBeenCalled();
  });

  it('keeps the form when the server cannot be reached', async () => {
    vi.spyOn(api, 'setUp').mockRejectedValue(new ApiError('offline', 0, 'gone'));
    const { page, submit } = await open('/setup#token=once');
    await submit();
    expect(page.find('[role="alert"]').text()).toContain('cannot be reached');
    expect(page.find('form').exists()).toBe(true);
  });
});
