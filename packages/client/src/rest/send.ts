import { systemTimers, type Timers } from '../timers.ts';
import { ApiError } from './api-error.ts';

export interface SendParts {
  fetch?: typeof fetch;
  timers?: Timers;
  /** Milliseconds until an answer is given up. */
  timeout: number;
  /** Calls it off from outside. */
  signal?: AbortSignal | undefined;
}

/**
 * Sends a request and reads its whole answer within the timeout. Rejects with ApiError `offline`, `timeout` or `aborted`; an answer that is
 * no success resolves. Written without `AbortSignal.timeout` and `any`, which React Native lacks.
 */
export async function send<Body>(
  { fetch: fetchWith = fetch, timers = systemTimers, timeout, signal }: SendParts,
  url: string,
  init: RequestInit,
  read: (response: Response) => Promise<Body>,
): Promise<{ response: Response; body: Body }> {
  const abort = new AbortController();
  let isLate = false;
  const cancel = timers.after(timeout, () => {
    isLate = true;
    abort.abort();
  });
  const callOff = (): void => abort.abort();
  if (signal?.aborted) abort.abort();
  signal?.addEventListener('abort', callOff);
  try {
    const response = await fetchWith(url, { ...init, signal: abort.signal });
    return { response, body: await read(response) };
  } catch {
    if (signal?.aborted) throw new ApiError('aborted', 0, 'The request was called off.');
    if (isLate) throw new ApiError('timeout', 0, 'The server did not answer in time.');
    throw new ApiError('offline', 0, 'The server can’t be reached.');
  } finally {
    cancel();
    signal?.removeEventListener('abort', callOff);
  }
}
