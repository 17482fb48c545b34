import { z } from 'zod';
import { MailRefused, type MailTransport } from '../../ports/mail.ts';
import type { JobRecord } from '../../ports/storage.ts';
import { sha256 } from '../ids.ts';
import type { Deliveries, Tried } from './deliveries.ts';

export interface MailToSend {
  to: string;
  /** One line. */
  subject: string;
  /** Plain text. */
  text: string;
  /** Names the occasion (`order-placed:<id>`): the same key is sent once. */
  key: string;
}
/** Mails of the shop. Durable when `send` resolves; delivered by and by, over restarts. */
export interface Mails {
  send(mail: MailToSend): Promise<void>;
}

const Payload = z.object({ to: z.string(), subject: z.string(), text: z.string() });

export class MailService implements Mails {
  readonly #deliveries: Deliveries;
  readonly #transport: MailTransport;

  constructor(parts: { deliveries: Deliveries; transport: MailTransport }) {
    this.#deliveries = parts.deliveries;
    this.#transport = parts.transport;
    parts.deliveries.handle('mail', (job, signal) => this.#deliver(job, signal));
  }

  async send({ to, subject, text, key }: MailToSend): Promise<void> {
    await this.#deliveries.add({ kind: 'mail', key: `mail:${key}`, payload: { to, subject, text }, target: to });
  }

  async #deliver(job: JobRecord, signal: AbortSignal): Promise<Tried> {
    const { to, subject, text } = Payload.parse(JSON.parse(job.payload));
    try {
      // A line break in a subject would be another header; what a subject is made of comes from people.
      await this.#transport.send({ to, subject: subject.replaceAll(/\s+/g, ' ').trim(), text, id: sha256(job.key).slice(0, 32) }, signal);
    } catch (error) {
      if (error instanceof MailRefused) return { outcome: 'refused', result: error.message };
      throw error;
    }
    return { outcome: 'delivered', result: 'taken by the mail server' };
  }
}
