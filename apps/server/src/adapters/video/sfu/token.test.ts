import { describe, expect, it } from 'vitest';
import { GrantTokens, TOKEN_LIFETIME } from './token.ts';

describe('video tokens', () => {
  it('expire, and say that they did', () => {
    let now = 0;
    const tokens = new GrantTokens('secret', { now: () => now, monotonic: () => now });
    const { token } = tokens.issue({ streamId: 's', userId: 'u', role: 'viewer', seat: 'host' });
    now = TOKEN_LIFETIME.viewer - 1;
    expect(tokens.verify(token, 's', 'whep')).toEqual({ streamId: 's', userId: 'u', role: 'viewer', seat: 'host' });
    now++;
    expect(() => tokens.verify(token, 's', 'whep')).toThrow(expect.objectContaining({ code: 'token_expired' }));
  });

  it('are refused when another secret signed them, or when they are no tokens', () => {
    const clock = { now: () => 0, monotonic: () => 0 };
    const { token } = new GrantTokens('one', clock).issue({ streamId: 's', userId: 'u', role: 'host', seat: 'host' });
    for (const bad of [token, '', '.', 'a.b', 'a.b.c', 'x'.repeat(5_000)])
      expect(() => new GrantTokens('other', clock).verify(bad, 's', 'whip')).toThrow(expect.objectContaining({ code: 'unauthenticated' }));
  });
});
