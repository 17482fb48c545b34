import qrcode from 'qrcode-terminal';
import type { Config } from '../config.ts';

/** The links that a person needs first. The token stands in the fragment, which browsers send to nobody. */
export async function greet(config: Config, url: string, setupToken: string | null, isLan: boolean): Promise<string> {
  const lines = [
    '',
    `  ${config.shop.name} is open.`,
    '',
    `  Shop       ${url}/`,
    `  Dashboard  ${url}/admin`,
    ...(setupToken === null
      ? []
      : ['', '  Make the first admin (this link works once, for 30 minutes):', `  ${url}/admin/setup#token=${setupToken}`]),
    ...(isLan
      ? [
          '',
          '  On a phone in the same network, scan this. Its browser warns once: the certificate is made by this machine.',
          '',
          await qrOf(`${url}/`),
        ]
      : []),
    '',
  ];
  return `${lines.join('\n')}\n`;
}

function qrOf(link: string): Promise<string> {
  return new Promise((resolve) => qrcode.generate(link, { small: true }, resolve));
}
