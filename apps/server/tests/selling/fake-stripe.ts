import { createHmac, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const SECRET_KEY = 'sk_test_vitrine';
export const WEBHOOK_SECRET = 'whsec_vitrine';

interface Session {
  id: string;
  object: 'checkout.session';
  status: 'open' | 'complete' | 'expired';
  payment_status: 'unpaid' | 'paid';
  client_reference_id: string | null;
  payment_intent: string | null;
  amount_total: number;
  currency: string;
  customer_email: string | null;
  expires_at: number;
  metadata: Record<string, string>;
  url: string | null;
}
interface Refund {
  id: string;
  payment_intent: string;
  amount: number;
}
interface Answer {
  status: number;
  body: object;
}
const refuse = (status: number, type: string, message: string, code?: string): Answer => ({
  status,
  body: { error: { type, message, ...(code ? { code } : {}) } },
});
const invalid = (message: string, code?: string): Answer => refuse(400, 'invalid_request_error', message, code);
const id = (prefix: string): string => `${prefix}_${randomBytes(8).toString('hex')}`;
const HOUR = 3_600;

/**
 * As much of Stripe's API as the shop uses, written from its documentation (docs.stripe.com/api: checkout sessions, refunds, idempotent
 * requests, errors; docs.stripe.com/webhooks/signature): the rules it checks, the states it moves through, the messages it signs.
 */
export class FakeStripe implements AsyncDisposable {
  readonly sessions = new Map<string, Session>();
  readonly refunds: Refund[] = [];
  /** Every request as `METHOD path`. */
  readonly asked: string[] = [];
  /** How it answers: as it should, or with 503, or not at all after having done it. */
  mood: 'well' | 'down' | 'silent' = 'well';
  readonly #answers = new Map<string, { body: string; answer: Answer }>();
  readonly #now: () => number;
  readonly #server: Server;

  private constructor(now: () => number) {
    this.#now = now;
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }
  static async open(now: () => number): Promise<FakeStripe> {
    const fake = new FakeStripe(now);
    await new Promise<void>((resolve) => fake.#server.listen(0, '127.0.0.1', resolve));
    return fake;
  }
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }
  [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  /** The session of this order that was opened last. */
  sessionOf(orderId: string): Session {
    const found = [...this.sessions.values()].filter((session) => session.client_reference_id === orderId).at(-1);
    if (!found) throw new Error('nobody has opened a payment of this order');
    return found;
  }
  /** The buyer pays; gives the message that Stripe sends. */
  pay(session: Session): string {
    if (session.status !== 'open') throw new Error(`the page of a session that is ${session.status} takes no money`);
    Object.assign(session, { status: 'complete', payment_status: 'paid', payment_intent: id('pi'), url: null });
    return this.event('checkout.session.completed', session);
  }
  /** The money of a session that was paid is given back, all of it, from the dashboard. */
  giveBack(session: Session): string {
    this.#refund(session);
    return this.refunded(session);
  }
  /** The message that all of a payment has gone back. */
  refunded({ payment_intent, amount_total, metadata }: Session): string {
    return this.event('charge.refunded', {
      id: id('ch'),
      object: 'charge',
      amount: amount_total,
      amount_refunded: amount_total,
      refunded: true,
      payment_intent,
      metadata,
    });
  }
  expire(session: Session): string {
    Object.assign(session, { status: 'expired', url: null });
    return this.event('checkout.session.expired', session);
  }
  event(type: string, object: object): string {
    return JSON.stringify({ id: id('evt'), object: 'event', type, created: this.#seconds(), data: { object: { ...object } } });
  }
  sign(payload: string, secret = WEBHOOK_SECRET, at = this.#seconds()): string {
    return `t=${at},v1=${createHmac('sha256', secret).update(`${at}.${payload}`).digest('hex')}`;
  }

  #seconds(): number {
    return Math.floor(this.#now() / 1000);
  }
  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url);
    this.asked.push(`${request.method} ${pathname}`);
    if (this.mood === 'down') return send(response, refuse(503, 'api_error', 'Stripe is down'));
    if (request.headers.authorization !== `Bearer ${SECRET_KEY}`)
      return send(response, refuse(401, 'invalid_request_error', 'Invalid API Key provided'));
    const answer = this.#once(request, body, () => this.#answer(`${request.method} ${pathname}`, new URLSearchParams(body), searchParams));
    if (this.mood === 'silent') request.socket.destroy();
    else send(response, answer);
  }
  /** The same key gives the same answer, and never takes another body (docs.stripe.com/api/idempotent_requests). */
  #once(request: IncomingMessage, body: string, answer: () => Answer): Answer {
    const key = request.headers['idempotency-key'];
    if (request.method !== 'POST' || typeof key !== 'string') return answer();
    const known = this.#answers.get(key);
    if (known && known.body !== body)
      return refuse(400, 'idempotency_error', 'Keys for idempotent requests can only be used with the same parameters');
    const given = known?.answer ?? answer();
    this.#answers.set(key, { body, answer: given });
    return given;
  }
  #answer(route: string, form: URLSearchParams, query: URLSearchParams): Answer {
    if (route === 'POST /v1/checkout/sessions') return this.#create(form);
    if (route === 'GET /v1/checkout/sessions') {
      const data = [...this.sessions.values()].filter((session) => session.payment_intent === query.get('payment_intent'));
      return { status: 200, body: { object: 'list', data, has_more: false, url: '/v1/checkout/sessions' } };
    }
    if (route === 'POST /v1/refunds') return this.#refundOf(form.get('payment_intent'));
    const [, method, name = '', step] = /^(GET|POST) \/v1\/checkout\/sessions\/(\w+)(\/expire)?$/.exec(route) ?? [];
    const session = this.sessions.get(name);
    if (!session) return refuse(404, 'invalid_request_error', `No such checkout session: ${name}`, 'resource_missing');
    if (method === 'GET' && !step) return { status: 200, body: session };
    if (session.status !== 'open') return invalid('Only Checkout Sessions with a status in ["open"] can be expired.');
    Object.assign(session, { status: 'expired', url: null });
    return { status: 200, body: session };
  }
  #create(form: URLSearchParams): Answer {
    const lines = Array.from({ length: 100 }, (_, index) => `line_items[${index}]`)
      .filter((line) => form.has(`${line}[quantity]`))
      .map((line) => ({
        quantity: Number(form.get(`${line}[quantity]`)),
        amount: Number(form.get(`${line}[price_data][unit_amount]`)),
        currency: form.get(`${line}[price_data][currency]`) ?? '',
        name: form.get(`${line}[price_data][product_data][name]`),
      }));
    const expiresAt = Number(form.get('expires_at'));
    const life = expiresAt - this.#seconds();
    if (form.get('mode') !== 'payment' || lines.length === 0) return invalid('line_items is required in payment mode');
    if (lines.some(({ currency, amount, name }) => !/^[a-z]{3}$/.test(currency) || !Number.isInteger(amount) || !name))
      return invalid('Invalid line_items');
    if (!form.get('success_url')) return invalid('Missing required param: success_url.');
    if (life < HOUR / 2 || life > 24 * HOUR) return invalid('The `expires_at` timestamp must be between 30 minutes and 24 hours from now.');
    const session: Session = {
      id: id('cs_test'),
      object: 'checkout.session',
      status: 'open',
      payment_status: 'unpaid',
      client_reference_id: form.get('client_reference_id'),
      payment_intent: null,
      amount_total: lines.reduce((sum, { amount, quantity }) => sum + amount * quantity, 0),
      currency: lines[0]?.currency ?? '',
      customer_email: form.get('customer_email'),
      expires_at: expiresAt,
      metadata: { orderId: form.get('metadata[orderId]') ?? '' },
      url: 'https://checkout.stripe.com/c/pay',
    };
    session.url = `https://checkout.stripe.com/c/pay/${session.id}`;
    this.sessions.set(session.id, session);
    return { status: 200, body: session };
  }
  #refundOf(paymentIntent: string | null): Answer {
    const session = [...this.sessions.values()].find(({ payment_intent }) => payment_intent !== null && payment_intent === paymentIntent);
    if (!session) return refuse(404, 'invalid_request_error', `No such payment_intent: ${paymentIntent}`, 'resource_missing');
    if (this.refunds.some(({ payment_intent }) => payment_intent === paymentIntent))
      return invalid('Charge has already been refunded.', 'charge_already_refunded');
    return { status: 200, body: { ...this.#refund(session), object: 'refund', status: 'succeeded' } };
  }
  #refund({ payment_intent, amount_total: amount }: Session): Refund {
    if (payment_intent === null) throw new Error('nothing has been paid');
    const refund = { id: id('re'), payment_intent, amount };
    this.refunds.push(refund);
    return refund;
  }
}

function send(response: ServerResponse, { status, body }: Answer): void {
  // Stripe's client tries again by itself; a test need not wait for it.
  response.writeHead(status, { 'content-type': 'application/json', 'stripe-should-retry': 'false', 'request-id': id('req') });
  response.end(JSON.stringify(body));
}
