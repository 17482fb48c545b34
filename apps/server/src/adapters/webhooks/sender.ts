import { lookup as systemLookup } from 'node:dns';
import { request as httpRequest, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { AddressRefused, type OutboundAnswer, type OutboundSender } from '../../ports/webhook-sender.ts';
import { isPublicAddress } from './addresses.ts';

/** Milliseconds from looking the name up to the answer's headers. */
const TIMEOUT = 10_000;
/** Of an answer's body, which is thrown away, so much is let in. */
const IGNORED_BYTES = 16 * 1024;
const LONGEST_WAIT_ASKED = 12 * 60 * 60_000;

export interface SenderOptions {
  /** Lets it reach loopback and private addresses, and those without TLS: for development, and for receivers inside the shop's own network. */
  allowPrivate: boolean;
  /** As `dns.lookup`, for tests. */
  lookup?: LookupFunction;
  timeout?: number;
}

/**
 * POSTs to addresses that people have given us. The name is looked up once, every address it has is judged, and the connection goes to what
 * was judged: a name that says something else a moment later (DNS rebinding) gains nothing. Redirects are not followed.
 */
export function createOutboundSender({ allowPrivate, lookup = systemLookup, timeout = TIMEOUT }: SenderOptions): OutboundSender {
  const objection = (text: string): string | null => {
    if (!URL.canParse(text)) return 'is not an address';
    const url = new URL(text);
    if (url.protocol !== 'https:' && !(url.protocol === 'http:' && allowPrivate)) return 'must be an https address';
    if (url.username !== '' || url.password !== '') return 'must hold no password';
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (!allowPrivate && isIP(host) !== 0 && !isPublicAddress(host)) return 'must not be an address of a private network';
    if (!allowPrivate && (host === 'localhost' || host.endsWith('.localhost'))) return 'must not be this machine';
    return null;
  };

  const guardedLookup: LookupFunction = (hostname, options, callback) => {
    const all = { ...options, all: true } as const;
    lookup(hostname, all, (error, found) => {
      const addresses = Array.isArray(found) ? found : [];
      const [first] = addresses;
      if (error || !first) return callback(error ?? new Error(`${hostname} has no address`), []);
      // One private address among them is enough to refuse: which one is taken would be chance.
      if (!allowPrivate && !addresses.every(({ address }) => isPublicAddress(address)))
        return callback(new AddressRefused(`${hostname} is an address of a private network`), []);
      if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };

  return {
    objection,
    async post({ url, headers, body }, signal) {
      const wrong = objection(url);
      if (wrong !== null) throw new AddressRefused(`the address ${wrong}`);
      const target = new URL(url);
      const inTime = AbortSignal.timeout(timeout);
      const options: RequestOptions = {
        method: 'POST',
        lookup: guardedLookup,
        // No connection is used again: it would have been judged for another request.
        agent: false,
        signal: AbortSignal.any([signal, inTime]),
        headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
      };
      try {
        return await send(target, options, body);
      } catch (error) {
        if (inTime.aborted) throw new Error(`no answer within ${timeout / 1000} s`);
        if (error instanceof AddressRefused) throw error;
        throw new Error(`no answer: ${error instanceof Error && 'code' in error ? String(error.code) : 'the connection failed'}`);
      }
    },
  };
}

function send(target: URL, options: RequestOptions, body: string | Uint8Array): Promise<OutboundAnswer> {
  return new Promise((resolve, reject) => {
    const request = (target.protocol === 'https:' ? httpsRequest : httpRequest)(target, options, (response) => {
      resolve({ status: response.statusCode ?? 0, retryAfter: retryAfterOf(response.headers['retry-after']) });
      // What it says beside its status is nothing to us. A short answer is let finish, so that the other side sees no broken connection.
      let bytes = 0;
      response.on('error', () => {});
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > IGNORED_BYTES) response.destroy();
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** Seconds, as RFC 9110 section 10.2.3 has them; a date is left aside. */
function retryAfterOf(header: string | undefined): number | null {
  const seconds = header !== undefined && /^\d{1,9}$/.test(header) ? Number(header) : null;
  return seconds === null ? null : Math.min(seconds * 1000, LONGEST_WAIT_ASKED);
}
