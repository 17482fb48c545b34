import { createHmac } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { APP_CERTIFICATE, APP_ID } from '../../../../packages/test-env/src/agora/index.ts';
import { RtcTokens } from '../../src/adapters/video/agora/tokens.ts';
import { isViewerUid, seatUid, viewerUid, viewerUids } from '../../src/adapters/video/agora/uids.ts';

const RTC = 1;
const [JOIN, AUDIO, VIDEO, DATA] = [1, 2, 3, 4];

/** Little-endian numbers, and strings and maps with their length before them: how AccessToken2 packs what it says. */
class Packed {
  readonly #bytes: Buffer;
  #at = 0;
  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }
  short(): number {
    this.#at += 2;
    return this.#bytes.readUInt16LE(this.#at - 2);
  }
  long(): number {
    this.#at += 4;
    return this.#bytes.readUInt32LE(this.#at - 4);
  }
  string(): Buffer {
    const length = this.short();
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }
  map(): Record<number, number> {
    return Object.fromEntries(Array.from({ length: this.short() }, () => [this.short(), this.long()]));
  }
  get rest(): Buffer {
    return this.#bytes.subarray(this.#at);
  }
}
const little = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const hmac = (key: Buffer, data: Buffer): Buffer => createHmac('sha256', key).update(data).digest();

/**
 * Reads a token as Agora's description of AccessToken2 has it, without its library: "007", then base64 of zlib of a signature and what it
 * signs. The key is the certificate, drawn through the second of issue and the salt.
 */
function readToken(token: string, certificate: string) {
  expect(token.slice(0, 3)).toBe('007');
  const signed = new Packed(inflateSync(Buffer.from(token.slice(3), 'base64')));
  const signature = signed.string();
  const content = signed.rest;
  const packed = new Packed(content);
  const appId = packed.string().toString();
  const [issuedAt, lifetime, salt, services] = [packed.long(), packed.long(), packed.long(), packed.short()];
  const key = hmac(little(salt), hmac(little(issuedAt), Buffer.from(certificate)));
  expect(services).toBe(1);
  expect(packed.short()).toBe(RTC);
  const privileges = packed.map();
  const channel = packed.string().toString();
  const uid = packed.string().toString();
  expect(packed.rest).toHaveLength(0);
  return { isSigned: hmac(key, content).equals(signature), appId, issuedAt, lifetime, privileges, channel, uid };
}

describe('a token for Agora', () => {
  const tokens = new RtcTokens({ appId: APP_ID, appCertificate: APP_CERTIFICATE });
  const channel = 'a'.repeat(24);

  it('lets a host or guest publish and a viewer only be there, each for so many seconds', () => {
    for (const role of ['host', 'guest', 'viewer'] as const) {
      const before = Math.floor(Date.now() / 1_000);
      const { token, lifetime } = tokens.issue({ channel, uid: 4_294_967_295, role });
      const read = readToken(token, APP_CERTIFICATE);
      expect(read).toMatchObject({ isSigned: true, appId: APP_ID, channel, uid: '4294967295', lifetime });
      expect(read.issuedAt).toBeGreaterThanOrEqual(before);
      expect(lifetime).toBeLessThanOrEqual(3_600);
      const privileges = role === 'viewer' ? [JOIN] : [JOIN, AUDIO, VIDEO, DATA];
      expect(read.privileges).toEqual(Object.fromEntries(privileges.map((privilege) => [privilege, lifetime])));
    }
  });

  it('is signed with our certificate, and two of the same second differ', () => {
    const [one, other] = [1, 2].map(() => tokens.issue({ channel, uid: 7, role: 'host' }).token);
    expect(one).not.toBe(other);
    expect(readToken(one ?? '', 'f'.repeat(32)).isSigned).toBe(false);
  });

  it('is refused at once where the library would make an empty one', () => {
    expect(() => new RtcTokens({ appId: 'my app', appCertificate: APP_CERTIFICATE })).toThrow('32 hexadecimal digits');
    expect(() => new RtcTokens({ appId: APP_ID, appCertificate: `${APP_CERTIFICATE}0` })).toThrow('32 hexadecimal digits');
  });
});

describe('a uid', () => {
  const ids = Array.from({ length: 2_000 }, (_, at) => at.toString(16).padStart(24, '0'));
  const [show = ''] = ids;

  it('of a seat is the same whoever asks, and never that of a viewer', () => {
    for (const id of ids) {
      const uid = seatUid(show, id);
      expect(uid).toBe(seatUid(show, id));
      expect(uid).toBeGreaterThanOrEqual(1);
      expect(isViewerUid(uid)).toBe(false);
      for (const watching of viewerUids(show, id)) expect(isViewerUid(watching)).toBe(true);
    }
  });

  it('of a viewer tells tabs, users and shows apart', () => {
    const tabs = ids.flatMap((id) => viewerUids(show, id));
    // Fewer than one pair of two thousand viewers is expected to share its numbers.
    expect(new Set(tabs).size).toBeGreaterThanOrEqual(tabs.length - 2 * 8);
    expect(viewerUid(show, show, 0)).not.toBe(viewerUid(ids[1] ?? '', show, 0));
    expect(viewerUids(show, show)).toContain(viewerUid(show, show, 7));
  });

  it.each([0, 1, 2 ** 31 - 1, 2 ** 32, 2 ** 31 + 0.5, Number.NaN])('%d is no viewer’s', (uid) => {
    expect(isViewerUid(uid)).toBe(false);
  });
});
