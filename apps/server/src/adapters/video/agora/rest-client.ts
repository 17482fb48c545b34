import { FIRST_RETRY, LONGEST_RETRY, MAX_ANSWER, MAX_ATTEMPTS, MAX_WAITING, REQUEST_GAP, REQUEST_TIMEOUT } from './limits.ts';
import { PacedQueue, type Wait } from './paced-queue.ts';

const AGORA_API = 'https://api.agora.io';
/** "Response status code": these may go better another time, all others never. */
const TRY_AGAIN: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

/** Agora has understood, and will not: trying again would not help. */
export class AgoraRefused extends Error {
  override readonly name = 'AgoraRefused';
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
/** It could not be had in time, or not now. */
class AgoraAway extends Error {
  override readonly name = 'AgoraAway';
  /** Milliseconds, where it says when to come back. */
  readonly retryAfter: number;
  constructor(message: string, retryAfter = 0, options?: ErrorOptions) {
    super(message, options);
    this.retryAfter = retryAfter;
  }
}

export interface RestOptions {
  customer: { id: string; secret: string };
  /** Another host, for tests; null is Agora's own. */
  apiBase: string | null;
  wait: Wait;
  /** 0 to 1. */
  random: () => number;
}
export interface RestRequest {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  body?: unknown;
}

/**
 * Agora's REST API (docs.agora.io, "Channel Management"): basic authentication with the customer's id and secret, JSON both ways. Requests
 * keep to its pace; one that may go better another time is tried again, later and later.
 */
export class RestClient {
  readonly #base: string;
  readonly #authorization: string;
  readonly #queue: PacedQueue;
  readonly #wait: Wait;
  readonly #random: () => number;
  readonly #stopped = new AbortController();

  constructor({ customer, apiBase, wait, random }: RestOptions) {
    this.#base = apiBase ?? AGORA_API;
    this.#authorization = `Basic ${Buffer.from(`${customer.id}:${customer.secret}`).toString('base64')}`;
    this.#queue = new PacedQueue({ gap: REQUEST_GAP, bound: MAX_WAITING, wait });
    this.#wait = wait;
    this.#random = random;
  }

  /** The answer's JSON. @throws AgoraRefused, or Error when Agora could not be had in any attempt. */
  async ask(request: RestRequest, attempts = MAX_ATTEMPTS): Promise<unknown> {
    for (let attempt = 1; ; attempt += 1) {
      await this.#queue.turn();
      try {
        return await this.#once(request);
      } catch (error) {
        if (!(error instanceof AgoraAway) || attempt >= attempts || this.#stopped.signal.aborted) throw error;
        const backOff = Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** (attempt - 1)) * (0.5 + this.#random() / 2);
        await this.#wait(Math.min(LONGEST_RETRY, Math.max(backOff, error.retryAfter)));
      }
    }
  }
  /** What is under way is broken off, and nothing is tried again. */
  stop(): void {
    this.#stopped.abort();
  }

  async #once({ method, path, body }: RestRequest): Promise<unknown> {
    const { status, headers, text } = await this.#exchange(method, path, body);
    if (status === 200) return parsed(text) ?? {};
    // What went wrong is in `message`, as "invalid appid"; it names no secret.
    const { message } = Object(parsed(text));
    const what = `Agora answers ${method} ${path} with ${status}${typeof message === 'string' ? `: ${message.slice(0, 200)}` : ''}`;
    if (!TRY_AGAIN.has(status)) throw new AgoraRefused(status, what);
    throw new AgoraAway(what, Number(headers.get('retry-after') ?? 0) * 1_000 || 0);
  }
  async #exchange(method: string, path: string, body: unknown): Promise<{ status: number; headers: Headers; text: string }> {
    try {
      const response = await fetch(`${this.#base}${path}`, {
        method,
        headers: { authorization: this.#authorization, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        redirect: 'error',
        signal: AbortSignal.any([this.#stopped.signal, AbortSignal.timeout(REQUEST_TIMEOUT)]),
      });
      return { status: response.status, headers: response.headers, text: await bounded(response) };
    } catch (error) {
      throw new AgoraAway(`Agora does not answer ${method} ${path}`, 0, { cause: error });
    }
  }
}

async function bounded(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    bytes += part.byteLength;
    if (bytes > MAX_ANSWER) throw new Error(`the answer has more than ${MAX_ANSWER} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
