/** The one-time token of a link's fragment (`#token=…`), or nothing. */
export function oneTimeToken(hash: string): string | undefined {
  const token = new URLSearchParams(hash.replace(/^#/, '')).get('token');
  return token ? token : undefined;
}
