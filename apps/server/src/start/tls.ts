import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import type { Config } from '../config.ts';
import { codeOf, StartupError } from './startup-error.ts';

export interface TlsFiles {
  cert: string;
  key: string;
}

/**
 * The certificate and key in PEM, read where the configuration names files.
 * @throws StartupError when a file can't be read or the two don't belong together.
 */
export async function readTls(tls: NonNullable<Config['tls']>): Promise<TlsFiles> {
  const pem = { cert: await read('TLS_CERT', tls.cert), key: await read('TLS_KEY', tls.key) };
  try {
    createSecureContext(pem);
  } catch (error) {
    throw new StartupError('TLS_CERT and TLS_KEY are not a certificate and its key in PEM. Give a pair that belongs together.', {
      cause: error,
    });
  }
  return pem;
}

async function read(variable: string, value: string): Promise<string> {
  if (value.trimStart().startsWith('-----BEGIN')) return value;
  try {
    return await readFile(value, 'utf8');
  } catch (error) {
    throw new StartupError(`${variable}: ${value} can't be read (${codeOf(error)}). Give the path of a PEM file, or its text.`, {
      cause: error,
    });
  }
}
