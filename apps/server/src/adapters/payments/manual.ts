import { DomainError } from '../../domain/errors.ts';
import type { PaymentGateway } from '../../ports/payments.ts';

/** Paid to the shop itself, on delivery or by transfer: the staff says so. */
export const manualPayment: PaymentGateway = {
  provider: 'manual',
  confirms: false,
  open: async () => null,
  withdraw: async () => true,
  refund: async () => {},
  read: () => Promise.reject(new DomainError('not_found', 'Nobody sends messages about payments to the shop itself.')),
};
