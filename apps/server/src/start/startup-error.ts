/** Why the server can't start, in one line that says what to do. */
export class StartupError extends Error {
  override readonly name = 'StartupError';
}

/** The code of a system error (`EADDRINUSE`), or undefined. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
