import type { Livestream, Product, SessionAnswer } from '@vitrine/protocol';
import type { ServerProcess } from './server-process.ts';

export const ADMIN = { name: 'Inès Moreau', email: 'ines@maison-lumen.example', password: 'a lamp in the window' };

/** Talks to a server as one account, with a bearer token. Rejects with the problem's code and detail when the answer is not 2xx. */
export class ShopClient {
  readonly #url: string;
  readonly token: string | null;
  constructor(url: string, token: string | null = null) {
    this.#url = url;
    this.token = token;
  }

  async request<Answer>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(`${this.#url}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer: unknown = response.status === 204 ? undefined : await response.json();
    if (!response.ok) throw new ShopError(response.status, answer as { code: string; detail?: string });
    return answer as Answer;
  }

  /** A guest of this shop. */
  async guest(name: string): Promise<ShopClient> {
    const { token } = await this.request<SessionAnswer>('POST', '/auth/guest', { name, transport: 'bearer' });
    return new ShopClient(this.#url, token ?? null);
  }

  createShow(title: string): Promise<Livestream> {
    return this.request('POST', '/livestreams', { title });
  }

  createProduct(title: string, stock: number, price = 6_800): Promise<Product> {
    return this.request('POST', '/products', { title, images: ['/sample/product-vase.webp'], variants: [{ price, stock }] });
  }
}

export class ShopError extends Error {
  override readonly name = 'ShopError';
  readonly status: number;
  readonly code: string;
  constructor(status: number, problem: { code: string; detail?: string }) {
    super(`${status} ${problem.code}: ${problem.detail ?? ''}`);
    this.status = status;
    this.code = problem.code;
  }
}

/** Makes the first admin of a fresh server, with the one-time token it printed. */
export async function openShop(server: ServerProcess): Promise<ShopClient> {
  if (!server.setupToken) throw new Error('the server has been set up already');
  const { token } = await new ShopClient(server.url).request<SessionAnswer>('POST', '/auth/setup', {
    ...ADMIN,
    token: server.setupToken,
    transport: 'bearer',
  });
  return new ShopClient(server.url, token ?? null);
}
