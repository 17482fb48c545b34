import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLogTransport } from '../../src/adapters/mail/log.ts';
import { openSqliteStorage } from '../../src/adapters/storage/sqlite/index.ts';
import { Deliveries } from '../../src/domain/outside/deliveries.ts';
import { MailService } from '../../src/domain/outside/mails.ts';
import { type Mail, MailRefused, type MailTransport } from '../../src/ports/mail.ts';
import type { Storage } from '../../src/ports/storage.ts';

const RESET = { to: 'amir@example.test', subject: 'A new password', text: 'https://shop.example/reset#token=abc', key: 'reset:1' };

let folder: string;
let storage: Storage;
let now: number;
let deliveries: Deliveries;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-mails-'));
  storage = await openSqliteStorage({ directory: folder });
  now = Date.UTC(2026, 0, 1);
});
afterEach(async () => {
  await deliveries[Symbol.asyncDispose]();
  await storage[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});
function open(transport: MailTransport): MailService {
  deliveries = new Deliveries({
    jobs: storage.jobs,
    clock: { now: () => now, monotonic: () => now },
    onError: (error) => {
      throw error;
    },
  });
  return new MailService({ deliveries, transport });
}
/** Keeps what it is given; `failure` is what it meets first. */
function fakeTransport(failure: Error | null = null): MailTransport & { sent: Mail[] } {
  let next = failure;
  const sent: Mail[] = [];
  return {
    sent,
    async send(mail) {
      const failed = next;
      next = null;
      if (failed) throw failed;
      sent.push(mail);
    },
    async [Symbol.asyncDispose]() {},
  };
}

test('A mail is sent once for one occasion, in one line of subject', async () => {
  const transport = fakeTransport();
  const mails = open(transport);
  await mails.send({ ...RESET, subject: 'A new\r\nBcc: eve@example.test' });
  await mails.send(RESET);
  await deliveries.run();
  expect(transport.sent).toMatchObject([{ to: RESET.to, subject: 'A new Bcc: eve@example.test', text: RESET.text }]);
});

test('A mail server that is away for a while gets it later, with the same id', async () => {
  const transport = fakeTransport(new Error('the mail server could not be reached'));
  const mails = open(transport);
  await mails.send(RESET);
  await deliveries.run();
  expect(transport.sent).toEqual([]);
  now += 120_000;
  await deliveries.run();
  expect(transport.sent).toHaveLength(1);
  expect(transport.sent[0]?.id).toMatch(/^[0-9a-f]{32}$/);
});

test('A mail that is refused for good is not tried again', async () => {
  const mails = open(fakeTransport(new MailRefused('the mail server said 550')));
  await mails.send(RESET);
  await deliveries.run();
  expect((await storage.jobs.list({ kind: 'mail', limit: 1 })).items).toMatchObject([{ state: 'failed', attempts: 1 }]);
});

test('Without a mail server the mail is printed to the log, with its link', async () => {
  const lines: string[] = [];
  const mails = open(createLogTransport(pino({ level: 'info' }, { write: (line: string) => void lines.push(line) })));
  await mails.send(RESET);
  await deliveries.run();
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '').mail).toEqual({ to: RESET.to, subject: RESET.subject, text: RESET.text });
});
