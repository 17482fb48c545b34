import type { PaymentProvider } from '@vitrine/protocol';

/** What is to be paid. The sum of its lines is the order's total. */
export interface PaymentRequest {
  orderId: string;
  /** As people say it. */
  number: string;
  currency: string;
  lines: { name: string; amount: number; quantity: number }[];
  email: string;
  createdAt: number;
  /** When the order is given up unless it has been paid. */
  payBefore: number;
  /** Pages that the buyer is sent back to. */
  doneUrl: string;
  cancelledUrl: string;
}
export interface OpenPayment {
  /** The provider's name of the payment. */
  reference: string;
  /** Where the buyer pays. */
  url: string;
}
/** What a provider says has happened to a payment; `expired` is one that will never be made. */
export interface PaymentEvent {
  type: 'paid' | 'expired' | 'refunded';
  orderId: string;
  reference: string;
}

/**
 * One way of paying. A provider that can't be reached rejects with DomainError `payment_unavailable`, one that refuses with
 * `payment_failed`.
 */
export interface PaymentGateway {
  readonly provider: PaymentProvider;
  /** Whether it says by itself, in signed messages, what has been paid and given back; else the staff does. */
  readonly confirms: boolean;
  /** Opens the payment of this order, the same one however often it is asked; null when there is nothing to pay online. */
  open(request: PaymentRequest): Promise<OpenPayment | null>;
  /** Nobody can pay it any more. False when it has been paid, or is being paid: the provider says what becomes of it. */
  withdraw(reference: string): Promise<boolean>;
  /** Gives all of it back, once however often it is asked. */
  refund(reference: string): Promise<void>;
  /**
   * What a message of the provider says; null when it is of no concern.
   * @throws DomainError `invalid` when the signature is not the provider's, or too old.
   */
  read(body: Buffer, signature: string): Promise<PaymentEvent | null>;
}
