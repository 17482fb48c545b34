import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MailRefused, type MailTransport } from '../../ports/mail.ts';
import { createSmtpTransport } from './smtp.ts';

const never = new AbortController().signal;
const MAIL = { to: 'amir@example.test', subject: 'Your order 1042', text: 'Thank you.\n.\nInès', id: 'abc' };

/** As much of a mail server (RFC 5321) as one mail needs. */
class FakeMailServer {
  readonly mails: { from: string; to: string; data: string }[] = [];
  /** What it says to the name of the receiver. */
  toRecipient = '250 OK';
  readonly #server: Server;
  constructor() {
    this.#server = createServer((socket) => {
      let buffer = '';
      let mail = { from: '', to: '', data: '' };
      let isData = false;
      socket.write('220 fake.example ESMTP\r\n');
      socket.on('error', () => {});
      socket.on('data', (chunk) => {
        buffer += chunk.toString();
        for (;;) {
          const end = isData ? buffer.indexOf('\r\n.\r\n') : buffer.indexOf('\r\n');
          if (end < 0) return;
          const text = buffer.slice(0, end);
          buffer = buffer.slice(end + (isData ? 5 : 2));
          if (isData) {
            isData = false;
            this.mails.push({ ...mail, data: text });
            mail = { from: '', to: '', data: '' };
            socket.write('250 queued\r\n');
          } else if (/^MAIL FROM/i.test(text)) {
            mail.from = text;
            socket.write('250 OK\r\n');
          } else if (/^RCPT TO/i.test(text)) {
            mail.to = text;
            socket.write(`${this.toRecipient}\r\n`);
          } else if (/^DATA/i.test(text)) {
            isData = true;
            socket.write('354 go on\r\n');
          } else if (/^QUIT/i.test(text)) socket.end('221 bye\r\n');
          else socket.write('250 fake.example\r\n');
        }
      });
    });
  }
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `smtp://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }
  close(): Promise<unknown> {
    return new Promise((resolve) => this.#server.close(resolve));
  }
}

let server: FakeMailServer;
let transport: MailTransport;
beforeEach(async () => {
  server = new FakeMailServer();
  transport = createSmtpTransport({ url: await server.listen(), from: 'Maison Lumen <shop@lumen.example>' });
});
afterEach(async () => {
  await transport[Symbol.asyncDispose]();
  await server.close();
});

test('A mail reaches the mail server whole, with an id that stays the same', async () => {
  await transport.send(MAIL, never);
  const [mail] = server.mails;
  expect(mail?.from).toContain('<shop@lumen.example>');
  expect(mail?.to).toContain('<amir@example.test>');
  expect(mail?.data).toContain('From: Maison Lumen <shop@lumen.example>');
  expect(mail?.data).toContain('Subject: Your order 1042');
  expect(mail?.data).toContain('Message-ID: <abc@lumen.example>');
  expect(mail?.data).toContain('Thank you.');
});

test('An address with a name or a second address in it stays one address', async () => {
  await transport.send({ ...MAIL, to: 'amir@example.test, eve@example.test' }, never).catch(() => undefined);
  for (const mail of server.mails) expect(mail.to).not.toMatch(/<eve@example\.test>/);
});

test('A refusal for good is told apart from one for now', async () => {
  server.toRecipient = '550 no such user';
  await expect(transport.send(MAIL, never)).rejects.toThrow(MailRefused);
  server.toRecipient = '451 try again later';
  const later = await transport.send(MAIL, never).catch((error: unknown) => error);
  expect(later).toBeInstanceOf(Error);
  expect(later).not.toBeInstanceOf(MailRefused);
});

test('A server that is not there is for now', async () => {
  await server.close();
  await expect(transport.send(MAIL, never)).rejects.toThrow('could not be reached');
  server = new FakeMailServer();
  await server.listen();
});
