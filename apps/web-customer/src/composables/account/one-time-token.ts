/** The one-time token of a link's fragment (`#token=…`), or nothing. A fragment is told to no server and no log. */
export const oneTimeToken = (hash: string): string | undefined => new URLSearchParams(hash.replace(/^#/, '')).get('token') || undefined;
