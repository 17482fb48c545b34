import { describe, expect, it } from 'vitest';
import { returnPath } from './return-path.ts';

describe('the way back after signing in', () => {
  it('leads to the page that was left', () => {
    expect(returnPath('/watch/0123?from=mail')).toBe('/watch/0123?from=mail');
  });
  it('leads to no other site, whatever the address says', () => {
    for (const foreign of ['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', '', undefined, ['/a']])
      expect(returnPath(foreign)).toBe('/account');
  });
});
