import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer, get } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { NetworkInterfaceInfo } from 'node:os';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readLanConfig } from './lan.ts';
import { lanAddresses } from './lan-address.ts';
import { lanCertificate } from './lan-certificate.ts';
import { readTls } from './tls.ts';

const ipv4 = (address: string, internal = false): NetworkInterfaceInfo => ({
  family: 'IPv4',
  address,
  internal,
  netmask: '255.255.255.0',
  mac: '00:00:00:00:00:00',
  cidr: `${address}/24`,
});
const NOW = Date.parse('2026-03-01T12:00:00Z');
const DAY = 86_400_000;
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-lan-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the address of this machine on its network', () => {
  test('is the one that a phone can reach: not loopback, not link-local, containers and tunnels last', () => {
    const found = lanAddresses({
      lo: [ipv4('127.0.0.1', true)],
      docker0: [ipv4('172.17.0.1')],
      wlan0: [ipv4('169.254.3.4'), ipv4('192.168.1.20')],
      eth1: [ipv4('203.0.113.9')],
    });
    expect(found).toEqual(['192.168.1.20', '203.0.113.9', '172.17.0.1']);
  });
  test('is nothing without a network', () => {
    expect(lanAddresses({ lo: [ipv4('127.0.0.1', true)] })).toEqual([]);
  });
});

describe('the certificate made on the spot', () => {
  test('covers all addresses and localhost, for a year, with a key that only this user reads', async () => {
    const { cert } = await lanCertificate(folder, ['192.168.1.20', '10.0.0.5'], NOW);
    const certificate = new X509Certificate(cert);
    for (const address of ['192.168.1.20', '10.0.0.5', '127.0.0.1']) expect(certificate.checkIP(address)).toBe(address);
    expect(certificate.checkHost('localhost')).toBe('localhost');
    expect(Date.parse(certificate.validFrom)).toBeLessThan(NOW);
    const days = (Date.parse(certificate.validTo) - NOW) / DAY;
    expect(days).toBeGreaterThan(300);
    expect(days).toBeLessThan(398);
    expect((await stat(join(folder, 'lan', 'key.pem'))).mode & 0o077).toBe(0);
  });

  test('is kept over restarts', async () => {
    const first = await lanCertificate(folder, ['192.168.1.20'], NOW);
    expect(await lanCertificate(folder, ['192.168.1.20'], NOW + 100 * DAY)).toEqual(first);
  });

  test('is renewed when an address is missing, when it nears its end, and when it is damaged', async () => {
    const first = await lanCertificate(folder, ['192.168.1.20'], NOW);
    const moved = await lanCertificate(folder, ['192.168.7.2'], NOW);
    expect(moved.cert).not.toBe(first.cert);
    const later = await lanCertificate(folder, ['192.168.7.2'], NOW + 360 * DAY);
    expect(later.cert).not.toBe(moved.cert);
    expect(await readFile(join(folder, 'lan', 'cert.pem'), 'utf8')).toBe(later.cert);
  });

  test('serves HTTPS to a client that trusts it', async () => {
    const pem = await readTls(await lanCertificate(folder, ['192.168.1.20'], Date.now()));
    const server = createServer(pem, (_request, response) => response.end('hello'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const text = await new Promise<string>((resolve, reject) => {
      get({ host: '127.0.0.1', port, ca: pem.cert }, (response) => response.setEncoding('utf8').on('data', resolve)).on('error', reject);
    });
    expect(text).toBe('hello');
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('a start for the local network', () => {
  const interfaces = { wlan0: [ipv4('192.168.1.20')] };
  test('listens everywhere with HTTPS and announces its own address', async () => {
    const config = await readLanConfig({ DATA_DIR: folder, PORT: '8443' }, '/srv', interfaces, NOW);
    expect(config).toMatchObject({ host: '0.0.0.0', publicUrl: 'https://192.168.1.20:8443', video: { announcedAddress: '192.168.1.20' } });
    expect(config.tls?.cert).toContain('BEGIN CERTIFICATE');
  });
  test('keeps what the environment sets', async () => {
    const given = {
      DATA_DIR: folder,
      PUBLIC_URL: 'https://studio.example',
      VIDEO_ANNOUNCED_ADDRESS: '203.0.113.9',
      HOST: '192.168.1.20',
      TLS_CERT: 'a',
      TLS_KEY: 'b',
    };
    const config = await readLanConfig(given, '/srv', interfaces, NOW);
    expect(config).toMatchObject({
      host: '192.168.1.20',
      publicUrl: 'https://studio.example',
      video: { announcedAddress: '203.0.113.9' },
      tls: { cert: 'a', key: 'b' },
    });
  });
  test('says so when there is no network', async () => {
    await expect(readLanConfig({ DATA_DIR: folder }, '/srv', {}, NOW)).rejects.toThrow('--lan: this machine is on no network');
  });
});

describe('a certificate that is given', () => {
  test('may be a file, and a missing one names its variable', async () => {
    await lanCertificate(folder, ['192.168.1.20'], NOW);
    const files = { cert: join(folder, 'lan', 'cert.pem'), key: join(folder, 'lan', 'key.pem') };
    expect((await readTls(files)).cert).toContain('BEGIN CERTIFICATE');
    await expect(readTls({ ...files, key: join(folder, 'gone.pem') })).rejects.toThrow(/^TLS_KEY: .*gone\.pem can't be read \(ENOENT\)/);
    await expect(readTls({ cert: files.key, key: files.cert })).rejects.toThrow('TLS_CERT and TLS_KEY are not a certificate and its key');
  });
});
