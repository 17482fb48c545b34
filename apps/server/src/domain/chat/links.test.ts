import { expect, test } from 'vitest';
import { hasLink } from './links.ts';

test.each([
  'https://example.com',
  'HTTP://EXAMPLE.COM/path?x=1',
  'see example.com',
  'go to shop.example.co.uk now',
  'cheap.shop!',
  'www.anything.zz',
  't.me/joinchat',
  'bit.ly/2x',
  'example (dot) com',
  'example[.]com',
  'example dot com',
  'example d0t com slash x',
  'example . com',
  'example .com',
  'example. com',
  'example,com',
  'ｅｘａｍｐｌｅ．ｃｏｍ',
  'example。com',
  'exa\u200bmple.c\u200bom',
  'пример.com',
  'xn--e1afmkfd.xn--p1ai',
  'write me: joe@example.org',
  '192.168.10.20',
  'http://localhost:8080',
  'hxxps://example.net',
  'my.site.xyz:8080/a',
])('an address is found in: %s', (text) => {
  expect(hasLink(text)).toBe(true);
});

test.each([
  'Hello.It is nice',
  'ok.so what',
  'I want this. Me too.',
  'It costs 12.50, or 1.200,50 for two.',
  'A polka dot top, a polka dot store find',
  'wow, gg everyone',
  'Olá. Com certeza!',
  'Really? Yes... and/or no',
  'Version 1.2.3 is 3.5 kg/m',
  'e.g. a vase, i.e. this one',
  'good (point) there',
  'See you at 10.30.',
  'Ciao, io sono Marco',
  'net weight 2.5 kg. Net price?',
])('no address is found in: %s', (text) => {
  expect(hasLink(text)).toBe(false);
});
