import type { Config } from '../../config.ts';
import type { Clock } from '../../ports/clock.ts';
import type { PaymentGateway } from '../../ports/payments.ts';
import { manualPayment } from './manual.ts';
import { StripePayment } from './stripe.ts';

/** The ways of paying that are configured; new orders take the first. */
export const paymentGateways = ({ stripe }: Config, clock: Clock): PaymentGateway[] =>
  stripe === null ? [manualPayment] : [new StripePayment({ ...stripe, clock }), manualPayment];
