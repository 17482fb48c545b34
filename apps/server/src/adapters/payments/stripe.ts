import { Id } from '@vitrine/protocol';
import type Stripe from 'stripe';
import { DomainError } from '../../domain/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { OpenPayment, PaymentEvent, PaymentGateway, PaymentRequest } from '../../ports/payments.ts';

export interface StripeOptions {
  secretKey: string;
  webhookSecret: string;
  /** Another host of the API, for tests; null is Stripe's own. */
  apiBase: string | null;
  clock: Clock;
}

/** Milliseconds for one request: a buyer waits for it. */
const TIMEOUT = 10_000;
const RETRIES = 2;
/** A message that is older than this, in seconds, could be one that somebody has kept and sends again. */
const TOLERANCE = 300;
/**
 * A checkout session lives from 30 minutes to 24 hours (docs.stripe.com/api/checkout/sessions/create, `expires_at`). It outlives its order
 * by the least that Stripe takes, so that it can still be opened in the order's last minute; an order that is given up withdraws it.
 */
const SHORTEST_LIFE = 31 * 60;
const LONGEST_LIFE = 24 * 3_600 - 60;

/** Stripe Checkout: a page of Stripe's where the buyer pays, and signed messages about what became of it. */
export class StripePayment implements PaymentGateway {
  readonly provider = 'stripe';
  readonly confirms = true;
  readonly #options: StripeOptions;
  #loading: Promise<Stripe> | null = null;

  constructor(options: StripeOptions) {
    this.#options = options;
  }

  open(request: PaymentRequest): Promise<OpenPayment> {
    const { orderId, currency, lines, email, createdAt, payBefore, doneUrl, cancelledUrl } = request;
    const latest = Math.floor(createdAt / 1000) + LONGEST_LIFE;
    return this.#ask(async (stripe) => {
      const session = await stripe.checkout.sessions.create(
        {
          mode: 'payment',
          client_reference_id: orderId,
          customer_email: email,
          line_items: lines.map(({ name, amount, quantity }) => ({
            quantity,
            price_data: { currency: currency.toLowerCase(), unit_amount: amount, product_data: { name } },
          })),
          expires_at: Math.min(Math.floor(payBefore / 1000) + SHORTEST_LIFE, latest),
          success_url: doneUrl,
          cancel_url: cancelledUrl,
          metadata: { orderId },
          payment_intent_data: { metadata: { orderId }, description: request.number },
        },
        // Asked again, Stripe answers with the session that the first request made.
        { idempotencyKey: `open:${orderId}` },
      );
      if (!session.url) throw new DomainError('payment_unavailable', 'The payment page has no address.');
      return { reference: session.id, url: session.url };
    });
  }

  withdraw(reference: string): Promise<boolean> {
    return this.#ask(async (stripe) => {
      try {
        const { status } = await stripe.checkout.sessions.retrieve(reference);
        if (status === 'open') await stripe.checkout.sessions.expire(reference);
        // Complete and yet unpaid: the money is on its way for days, and a message says whether it came.
        return status !== 'complete';
      } catch (error) {
        // Of another account, or of Stripe's test mode before the shop went live: nobody pays it here.
        if (codeOf(error) === 'resource_missing') return true;
        if (!isRefused(error)) throw error;
        // Paid or expired between the two questions: it says which.
        const { status } = await stripe.checkout.sessions.retrieve(reference);
        if (status === 'open') throw error;
        return status !== 'complete';
      }
    });
  }

  refund(reference: string): Promise<void> {
    return this.#ask(async (stripe) => {
      const { payment_intent: payment } = await stripe.checkout.sessions.retrieve(reference);
      const paymentIntent = typeof payment === 'string' ? payment : payment?.id;
      if (!paymentIntent) throw new DomainError('payment_failed', 'Nothing has been paid that could be given back.');
      try {
        await stripe.refunds.create({ payment_intent: paymentIntent }, { idempotencyKey: `refund:${reference}` });
      } catch (error) {
        if (codeOf(error) !== 'charge_already_refunded') throw error;
      }
    });
  }

  async read(body: Buffer, signature: string): Promise<PaymentEvent | null> {
    const stripe = await this.#client();
    const event = this.#verified(stripe, body, signature);
    switch (event.type) {
      case 'checkout.session.completed':
      case 'checkout.session.async_payment_succeeded':
        // Some ways of paying take days: the session is complete before the money is there.
        return event.data.object.payment_status === 'unpaid' ? null : ofSession('paid', event.data.object);
      case 'checkout.session.expired':
      case 'checkout.session.async_payment_failed':
        return ofSession('expired', event.data.object);
      case 'charge.refunded':
        return event.data.object.refunded ? this.#refunded(event.data.object) : null;
      default:
        return null;
    }
  }

  #verified(stripe: Stripe, body: Buffer, signature: string): Stripe.Event {
    try {
      return stripe.webhooks.constructEvent(body, signature, this.#options.webhookSecret, TOLERANCE, undefined, this.#options.clock.now());
    } catch (error) {
      throw new DomainError('invalid', 'This is not signed by Stripe, or it is too old.', { cause: error });
    }
  }
  /** A charge does not name its session. */
  #refunded({ payment_intent: payment }: Stripe.Charge): Promise<PaymentEvent | null> {
    const paymentIntent = typeof payment === 'string' ? payment : payment?.id;
    if (!paymentIntent) return Promise.resolve(null);
    return this.#ask(async (stripe) => {
      const { data } = await stripe.checkout.sessions.list({ payment_intent: paymentIntent, limit: 1 });
      return data[0] ? ofSession('refunded', data[0]) : null;
    });
  }

  async #ask<Answer>(question: (stripe: Stripe) => Promise<Answer>): Promise<Answer> {
    try {
      return await question(await this.#client());
    } catch (error) {
      throw refusal(error);
    }
  }
  /** Loaded when it is first needed: a shop that sells nothing online pays nothing for it at start. */
  #client(): Promise<Stripe> {
    this.#loading ??= this.#load();
    return this.#loading;
  }
  async #load(): Promise<Stripe> {
    const { default: Client } = await import('stripe');
    const { secretKey, apiBase } = this.#options;
    const base = apiBase === null ? null : new URL(apiBase);
    return new Client(secretKey, {
      timeout: TIMEOUT,
      maxNetworkRetries: RETRIES,
      telemetry: false,
      ...(base ? { host: base.hostname, port: base.port, protocol: base.protocol === 'http:' ? 'http' : 'https' } : {}),
    });
  }
}

/** null for a session that is not of one of our orders: other things may be sold with the same account. */
function ofSession(type: PaymentEvent['type'], session: Stripe.Checkout.Session): PaymentEvent | null {
  const orderId = Id.safeParse(session.client_reference_id);
  return orderId.success ? { type, orderId: orderId.data, reference: session.id } : null;
}

/** What Stripe's client throws has a `type` of its own; anything else is not Stripe's. */
const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);
const REFUSALS: ReadonlySet<unknown> = new Set(['StripeInvalidRequestError', 'StripeCardError', 'StripeIdempotencyError']);
/** Stripe has understood, and will not: another try would not help. */
const isRefused = (error: unknown): boolean => error instanceof Error && 'type' in error && REFUSALS.has(error.type);
function refusal(error: unknown): unknown {
  if (error instanceof DomainError || !(error instanceof Error) || !('type' in error)) return error;
  return isRefused(error)
    ? new DomainError('payment_failed', 'The payment provider refuses this.', { cause: error })
    : new DomainError('payment_unavailable', 'The payment provider can’t be reached now.', { retryAfter: 5, cause: error });
}
