import type { LivestreamDetail, Product, SessionAnswer } from '@vitrine/protocol';
import { ShopSession } from '../shop/shop-session.ts';
import type { Storage } from '../shop/surroundings.ts';

type Answer = { status: number; body: unknown };
const problem = (status: number, code: string): Answer => ({ status, body: { type: 'about:blank', title: code, status, code } });

export const remembering = (kept: Record<string, string> = {}): Storage => {
  const values = new Map(Object.entries(kept));
  return {
    read: async (key) => values.get(key) ?? null,
    write: async (key, value) => void values.set(key, value),
    remove: async (key) => void values.delete(key),
  };
};
/** Reads what is there, and can keep nothing more: its disk is full. */
export const FORGETFUL: Storage = {
  read: async () => null,
  write: () => Promise.reject(new Error('no space left on the device')),
  remove: async () => undefined,
};

/** The shop as an app's requests meet it: the real client speaks to it. */
export class FakeShop {
  static readonly ADDRESS = 'https://shop.example';
  /** Nobody answers. */
  isAway = false;
  readonly asked: { method: string; path: string; body: unknown; token: string | null; key: string | null }[] = [];
  readonly #answers = new Map<string, () => Answer>();

  constructor() {
    const session: SessionAnswer = { account: null, needsSetup: false, shop: { name: 'Maison Lumen', currency: 'EUR', logoUrl: null } };
    this.answer('GET /auth/session', session);
    this.answer('GET /shop', {
      name: 'Maison Lumen',
      logoUrl: null,
      accentColor: null,
      currency: 'EUR',
      deliveryMethods: [],
      payment: 'manual',
    });
  }
  answer(request: string, body: unknown, status = 200): void {
    this.#answers.set(request, () => ({ status, body }));
  }
  refuse(request: string, status: number, code: string): void {
    this.#answers.set(request, () => problem(status, code));
  }
  /** A signed-in account, as `GET /auth/session` tells it. */
  knows(role: 'admin' | 'moderator' | 'customer' | 'guest', name: string): void {
    const account = { _id: 'e'.repeat(24), role, name };
    this.answer('GET /auth/session', { account, needsSetup: false, shop: { name: 'Maison Lumen', currency: 'EUR', logoUrl: null } });
  }
  session(storage: Storage = remembering({ 'vitrine.address': FakeShop.ADDRESS, 'vitrine.token': 'token' })): ShopSession {
    return new ShopSession({
      storage,
      place: { fixedAddress: null, transport: 'bearer', socketUrl: (address) => `${address.replace(/^http/, 'ws')}/ws` },
      fetch: this.fetch,
    });
  }
  readonly fetch: typeof fetch = async (input, init) => {
    const address = String(input);
    const path = address.replace(/^https?:\/\/[^/]+/, '').replace(/\?.*$/, '');
    const method = init?.method ?? 'GET';
    const header = (name: string): string | null => {
      const value: unknown = Reflect.get(init?.headers ?? {}, name);
      return typeof value === 'string' ? value : null;
    };
    const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined;
    this.asked.push({ method, path, body, token: header('authorization'), key: header('idempotency-key') });
    if (this.isAway || !address.startsWith(FakeShop.ADDRESS)) throw new TypeError('Network request failed');
    const { status, body: answer } = this.#answers.get(`${method} ${path}`)?.() ?? problem(404, 'not_found');
    // As much of a response as the client reads: React Native's own differs from Node's.
    return {
      ok: status < 400,
      status,
      headers: { get: () => null },
      text: async () => JSON.stringify(answer),
    } as unknown as Response;
  };
}

export const detailOf = (id: string, products: Product[], more: Partial<LivestreamDetail> = {}): LivestreamDetail => ({
  _id: id,
  title: 'The Autumn Firing',
  description: '',
  createdBy: 'e'.repeat(24),
  hostName: 'Inès Moreau',
  startTime: '2026-01-01T12:00:00.000Z',
  endTime: null,
  duration: 0,
  isActive: true,
  status: 'live',
  scheduledFor: null,
  streamUrl: `/watch/${id}`,
  thumbnailUrl: null,
  recordingUrl: null,
  recording: null,
  quality: '720p',
  visibility: 'public',
  tags: [],
  settings: { slowMode: 0, chatMode: 'everyone', links: 'hold', blockedWords: [], questions: true, recording: true },
  viewerCount: 3,
  totalViewers: 5,
  peakViewers: 5,
  likes: 10,
  likedBy: [],
  chatMessages: [],
  lineup: [],
  pinnedProducts: products.map(({ _id }) => _id),
  pinnedMessage: null,
  guests: [],
  hostAwaySince: null,
  engagementRate: 0,
  createdAt: '2026-01-01T12:00:00.000Z',
  updatedAt: '2026-01-01T12:00:00.000Z',
  products,
  ...more,
});
