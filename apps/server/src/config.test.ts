import { describe, expect, test } from 'vitest';
import { ConfigError, originOf, readConfig } from './config.ts';

const messageOf = (environment: Record<string, string>): string => {
  try {
    readConfig(environment, '/srv');
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).message;
  }
  throw new Error('the configuration was taken');
};

describe('the configuration', () => {
  test('takes the phone apps that open its links, and names what is wrong with one', () => {
    const pairs = Array.from({ length: 32 }, (_, index) => index.toString(16).padStart(2, '0')).join(':');
    const given = {
      ANDROID_APP_ID: 'com.example.shop',
      ANDROID_APP_FINGERPRINTS: `${pairs}, ${pairs}`,
      IOS_APP_ID: 'A1B2C3D4E5.com.example.shop',
    };
    expect(readConfig(given, '/srv').apps).toEqual({
      android: { id: 'com.example.shop', fingerprints: [pairs.toUpperCase(), pairs.toUpperCase()] },
      iosId: 'A1B2C3D4E5.com.example.shop',
    });
    expect(messageOf({ ANDROID_APP_ID: 'com.example.shop' })).toMatch(/^ANDROID_APP_FINGERPRINTS: .*go together/);
    expect(messageOf({ ...given, ANDROID_APP_FINGERPRINTS: 'AB:CD' })).toMatch(/^ANDROID_APP_FINGERPRINTS: must be SHA-256/);
    expect(messageOf({ IOS_APP_ID: 'com.example.shop' })).toMatch(/^IOS_APP_ID: must be a team id/);
  });
  test('needs nothing to be set', () => {
    expect(readConfig({}, '/srv')).toEqual({
      host: '127.0.0.1',
      port: 8080,
      dataDir: '/srv/data',
      publicUrl: 'http://127.0.0.1:8080',
      allowedOrigins: [],
      trustProxy: 0,
      tls: null,
      shop: { name: 'Vitrine', currency: 'EUR' },
      mongoUri: null,
      redisUrl: null,
      nodeUrl: null,
      hostAwayLimit: 600_000,
      mail: null,
      push: { expo: null, vapidSubject: null },
      outboundPrivate: false,
      s3: null,
      stripe: null,
      metricsToken: null,
      logLevel: 'info',
      video: { udpPort: 8081, announcedAddress: '127.0.0.1', maxViewers: null },
      ice: { servers: [], turnSecret: null },
      agora: null,
      apps: { android: null, iosId: null },
    });
  });

  test('takes an empty variable for an unset one', () => {
    expect(readConfig({ PORT: '', PUBLIC_URL: '', SHOP_NAME: '' }, '/srv')).toEqual(readConfig({}, '/srv'));
  });

  test('reduces addresses to origins and lists to their parts', () => {
    const config = readConfig(
      { PUBLIC_URL: 'https://shop.example/path/', ALLOWED_ORIGINS: ' https://a.example/ , http://b.example:81,' },
      '/srv',
    );
    expect(config.publicUrl).toBe('https://shop.example');
    expect(config.allowedOrigins).toEqual(['https://a.example', 'http://b.example:81']);
  });

  test('takes an absolute folder as it is, and a relative one from where it was started', () => {
    expect(readConfig({ DATA_DIR: '/var/vitrine' }, '/srv').dataDir).toBe('/var/vitrine');
    expect(readConfig({ DATA_DIR: '../shop' }, '/srv/a').dataDir).toBe('/srv/shop');
  });

  test('has HTTPS in its address when it has a certificate', () => {
    const config = readConfig({ TLS_CERT: 'cert.pem', TLS_KEY: 'key.pem', HOST: '0.0.0.0', PORT: '443' }, '/srv');
    expect(config.publicUrl).toBe('https://localhost');
    expect(config.tls).toEqual({ cert: 'cert.pem', key: 'key.pem' });
  });

  test.each([
    ['PORT', 'http'],
    ['PORT', '70000'],
    ['PORT', '1.5'],
    ['VIDEO_UDP_PORT', '0'],
    ['PUBLIC_URL', 'shop.example'],
    ['PUBLIC_URL', 'ftp://shop.example'],
    ['ALLOWED_ORIGINS', 'https://a.example,nonsense'],
    ['TRUST_PROXY', 'yes'],
    ['CURRENCY', 'euro'],
    ['LOG_LEVEL', 'loud'],
    ['VIDEO_ANNOUNCED_ADDRESS', 'my-host'],
    ['SHOP_NAME', ' '],
    ['STRIPE_SECRET_KEY', 'pk_live_a'],
    ['STRIPE_WEBHOOK_SECRET', 'secret'],
    ['STRIPE_API_BASE', 'https://stripe.example'],
    ['STRIPE_API_BASE', 'http://127.0.0.1.example'],
    ['S3_BUCKET', 'My Bucket'],
    ['S3_ENDPOINT', 's3.example'],
    ['ICE_SERVERS', 'turn.example:3478'],
    ['ICE_SERVERS', 'stun:a.example:3478,https://b.example'],
    ['AGORA_APP_ID', 'my-app'],
    ['AGORA_APP_CERTIFICATE', `${'0'.repeat(31)}g`],
    ['AGORA_API_BASE', 'https://api.agora.io'],
  ])('names %s when it is %j, in one line', (name, value) => {
    const message = messageOf({ [name]: value });
    expect(message).toMatch(new RegExp(`^${name}: `));
    expect(message).not.toContain('\n');
  });

  test('wants certificate and key together', () => {
    expect(messageOf({ TLS_CERT: 'cert.pem' })).toMatch(/^TLS_KEY: /);
    expect(messageOf({ TLS_KEY: 'key.pem' })).toMatch(/^TLS_CERT: /);
  });
});

describe('what goes together', () => {
  test('is Stripe’s key with the secret of its messages', () => {
    expect(messageOf({ STRIPE_SECRET_KEY: 'sk_a' })).toMatch(/^STRIPE_WEBHOOK_SECRET: /);
    expect(messageOf({ STRIPE_WEBHOOK_SECRET: 'whsec_a' })).toMatch(/^STRIPE_SECRET_KEY: /);
    const whole = { STRIPE_SECRET_KEY: 'sk_a', STRIPE_WEBHOOK_SECRET: 'whsec_a' };
    expect(readConfig(whole, '/').stripe).toEqual({ secretKey: 'sk_a', webhookSecret: 'whsec_a', apiBase: null });
    expect(readConfig({ ...whole, STRIPE_API_BASE: 'http://127.0.0.1:9/' }, '/').stripe?.apiBase).toBe('http://127.0.0.1:9');
  });

  test('is a bucket with where it is and who opens it', () => {
    const bucket = { S3_BUCKET: 'shop', S3_ENDPOINT: 'https://s3.example', S3_ACCESS_KEY_ID: 'a', S3_SECRET_ACCESS_KEY: 'b' };
    for (const name of ['S3_ENDPOINT', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'])
      expect(messageOf({ ...bucket, [name]: '' })).toMatch(new RegExp(`^${name}: `));
    expect(readConfig(bucket, '/').s3).toEqual({
      endpoint: 'https://s3.example',
      bucket: 'shop',
      region: 'auto',
      accessKeyId: 'a',
      secretAccessKey: 'b',
    });
  });
});

describe('what video needs beyond this server', () => {
  test('is a list of ICE servers, and with a TURN server among them the secret that is shared with it', () => {
    const servers = 'stun:stun.example:3478, turn:turn.example:3478?transport=udp, turns:turn.example:5349';
    expect(messageOf({ ICE_SERVERS: servers })).toMatch(/^TURN_SECRET: /);
    expect(readConfig({ ICE_SERVERS: servers, TURN_SECRET: 'shared' }, '/').ice).toEqual({
      servers: ['stun:stun.example:3478', 'turn:turn.example:3478?transport=udp', 'turns:turn.example:5349'],
      turnSecret: 'shared',
    });
    expect(readConfig({ ICE_SERVERS: 'stun:stun.example' }, '/').ice.turnSecret).toBeNull();
  });

  test('is Agora by two variables that go together; all others are its extras', () => {
    const [appId, appCertificate] = ['0123456789abcdef0123456789ABCDEF', 'f'.repeat(32)];
    const both = { AGORA_APP_ID: appId, AGORA_APP_CERTIFICATE: appCertificate };
    expect(messageOf({ AGORA_APP_ID: appId })).toMatch(/^AGORA_APP_CERTIFICATE: /);
    expect(messageOf({ AGORA_APP_CERTIFICATE: appCertificate })).toMatch(/^AGORA_APP_ID: /);
    expect(messageOf({ ...both, AGORA_CUSTOMER_ID: 'a' })).toMatch(/^AGORA_CUSTOMER_SECRET: /);
    expect(messageOf({ AGORA_NOTIFICATION_SECRET: 'a' })).toMatch(/^AGORA_NOTIFICATION_SECRET: /);
    expect(readConfig(both, '/').agora).toEqual({ appId, appCertificate, customer: null, notificationSecret: null, apiBase: null });
    const all = { ...both, AGORA_CUSTOMER_ID: 'id', AGORA_CUSTOMER_SECRET: 'secret', AGORA_NOTIFICATION_SECRET: 'sign' };
    expect(readConfig(all, '/').agora).toMatchObject({ customer: { id: 'id', secret: 'secret' }, notificationSecret: 'sign' });
  });
});

test('an origin puts IPv6 addresses in brackets and leaves default ports out', () => {
  expect(originOf('::1', 8080, false)).toBe('http://[::1]:8080');
  expect(originOf('::', 80, false)).toBe('http://localhost');
});
