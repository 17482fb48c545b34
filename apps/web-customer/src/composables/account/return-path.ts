/** Where one wanted to go before signing in: a path of this shop, never another site. */
export function returnPath(back: unknown): string {
  return typeof back === 'string' && /^\/(?![/\\])/.test(back) ? back : '/account';
}
