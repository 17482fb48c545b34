// @vitest-environment happy-dom
import { ApiError } from '@vitrine/client';
import { describe, expect, it, vi } from 'vitest';
import { useForm } from './use-form.ts';

const words = { unreachable: 'no server', unknown: 'unknown', invalid: 'look at the fields', codes: { email_taken: 'taken' } };
const refusal = (code: 'email_taken' | 'invalid' | 'offline', errors: { path: string; message: string }[] = []) =>
  new ApiError(code, 400, 'as the server says', { errors });

describe('a form', () => {
  it('sends nothing while a field is wrong, and marks that field alone', async () => {
    const send = vi.fn(async () => undefined);
    const form = useForm({ words, check: () => ({ name: 'missing', email: undefined }), send });
    await form.submit();
    expect(send).not.toHaveBeenCalled();
    expect(form.fields.value).toEqual({ name: 'missing' });
  });

  it('is sent once, however often it is pressed meanwhile', async () => {
    let answer = (): void => {};
    const send = vi.fn(() => new Promise<void>((resolve) => (answer = resolve)));
    const form = useForm({ words, send });
    const first = form.submit();
    await form.submit();
    expect(form.sending.value).toBe(true);
    answer();
    await first;
    expect(send).toHaveBeenCalledTimes(1);
    expect(form.sending.value).toBe(false);
  });

  it.each([
    [refusal('email_taken'), 'taken', {}],
    [refusal('invalid', [{ path: 'body.name', message: 'too long' }]), 'look at the fields', { name: 'too long' }],
    [refusal('offline'), 'no server', {}],
  ])('tells what the server refused: %s', async (problem, said, fields) => {
    const form = useForm({ words, send: () => Promise.reject(problem) });
    await form.submit();
    expect([form.problem.value, form.fields.value]).toEqual([said, fields]);
  });

  it('lets its page find better words, and forgets the complaint at the next try', async () => {
    let isRefused = true;
    const form = useForm({
      words,
      send: () => (isRefused ? Promise.reject(refusal('email_taken')) : Promise.resolve()),
      refused: () => 'that one is yours already',
    });
    await form.submit();
    expect(form.problem.value).toBe('that one is yours already');
    isRefused = false;
    await form.submit();
    expect(form.problem.value).toBe('');
  });
});
