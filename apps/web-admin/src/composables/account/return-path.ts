/** Where to go after signing in: a path of this app, never another site's address. */
export function returnPath(back: unknown): string {
  return typeof back === 'string' && /^\/(?![/\\])/.test(back) ? back : '/';
}
