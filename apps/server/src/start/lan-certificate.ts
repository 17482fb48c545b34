import { X509Certificate } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TlsFiles } from './tls.ts';

const DAY = 86_400_000;
/** Safari refuses longer ones than 825 days, newer browsers than 398. */
const VALID_DAYS = 365;
const RENEW_BEFORE_DAYS = 14;
/** A device whose clock is a little behind must not see a certificate of the future. */
const BACKDATED_DAYS = 1;

/**
 * A certificate for these addresses, signed by itself: cameras need HTTPS, and no authority signs for a machine at home. Kept in the data
 * folder, so that a phone that accepted it once isn't asked again, until it nears its end or an address is missing.
 * @param now milliseconds since 1970
 */
export async function lanCertificate(dataDir: string, addresses: string[], now: number): Promise<TlsFiles> {
  const folder = join(dataDir, 'lan');
  const files = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  const kept = await readKept(files);
  if (kept && isGood(kept.cert, addresses, now)) return kept;
  const made = await make(addresses, now);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await replace(files.key, made.key);
  await replace(files.cert, made.cert);
  return made;
}

async function readKept(files: TlsFiles): Promise<TlsFiles | null> {
  try {
    return { cert: await readFile(files.cert, 'utf8'), key: await readFile(files.key, 'utf8') };
  } catch {
    return null;
  }
}

function isGood(pem: string, addresses: string[], now: number): boolean {
  try {
    const certificate = new X509Certificate(pem);
    const ends = Date.parse(certificate.validTo);
    return ends - now > RENEW_BEFORE_DAYS * DAY && addresses.every((address) => certificate.checkIP(address) !== undefined);
  } catch {
    return false;
  }
}

async function make(addresses: string[], now: number): Promise<TlsFiles> {
  // Only where a certificate is made: it takes a while to load.
  const { generate } = await import('selfsigned');
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'Vitrine on this network' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(now - BACKDATED_DAYS * DAY),
    notAfterDate: new Date(now + VALID_DAYS * DAY),
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [{ type: 2, value: 'localhost' }, { type: 7, ip: '127.0.0.1' }, ...addresses.map((ip) => ({ type: 7 as const, ip }))],
      },
    ],
  });
  return { cert, key };
}

async function replace(path: string, text: string): Promise<void> {
  const temporary = `${path}.new`;
  await writeFile(temporary, text, { mode: 0o600 });
  await rename(temporary, path);
}
