import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';

const ROOT = new URL('../../../', import.meta.url);
const EXPO = fileURLToPath(new URL('node_modules/expo/bin/cli', ROOT));
/** What a phone loads before it shows the first page, gzipped, in bytes. */
const BUDGET = 600_000;
/** `npm test` installs Expo and builds the pages; who runs one test need not have them. */
const isInstalled = existsSync(EXPO) || process.env.CI !== undefined;

interface Introspected {
  permissions: { name: string; isRemoved: boolean }[];
  schemes: string[];
  links: { scheme: string; host: string; prefix: string }[];
  plist: Record<string, unknown>;
}
/** The native projects as `expo prebuild` would write them, without writing them. */
async function introspect(app: string, env: Record<string, string> = {}): Promise<Introspected> {
  const { stdout } = await promisify(execFile)(process.execPath, [EXPO, 'config', '--type', 'introspect', '--json'], {
    cwd: new URL(`apps/mobile-${app}/`, ROOT),
    env: { ...process.env, EXPO_OFFLINE: '1', EXPO_NO_TELEMETRY: '1', CI: '1', ...env },
    maxBuffer: 16 * 1024 * 1024,
  });
  const { android, ios } = JSON.parse(stdout)._internal.modResults;
  const { manifest } = android.manifest;
  type Attributes = { $: Record<string, string> };
  const permissions = (manifest['uses-permission'] as Attributes[]).map(({ $ }) => ({
    name: String($['android:name']).replace('android.permission.', ''),
    isRemoved: $['tools:node'] === 'remove',
  }));
  const data = (manifest.application as { activity: { 'intent-filter'?: { data?: Attributes[] }[] }[] }[])
    .flatMap(({ activity }) => activity)
    .flatMap((activity) => activity['intent-filter'] ?? [])
    .flatMap((filter) => filter.data ?? []);
  return {
    permissions,
    schemes: data.map(({ $ }) => String($['android:scheme'])),
    links: data.map(({ $ }) => ({
      scheme: String($['android:scheme']),
      host: String($['android:host']),
      prefix: String($['android:pathPrefix']),
    })),
    plist: ios.infoPlist,
  };
}
const asked = ({ permissions }: Introspected): string[] =>
  permissions
    .filter(({ isRemoved }) => !isRemoved)
    .map(({ name }) => name)
    .sort();
const usages = ({ plist }: Introspected): string[] =>
  Object.keys(plist)
    .filter((key) => key.endsWith('UsageDescription'))
    .sort();
const EVERY_APP = ['ACCESS_NETWORK_STATE', 'CAMERA', 'INTERNET', 'MODIFY_AUDIO_SETTINGS', 'VIBRATE', 'WAKE_LOCK'];

describe.runIf(isInstalled)('the native projects', () => {
  test('the customers’ app asks for camera and microphone, for its guests on stage, and for nothing else', async () => {
    const app = await introspect('customer', { EXPO_PUBLIC_SERVER_URL: 'https://shop.example' });
    expect(asked(app)).toEqual([...EVERY_APP, 'RECORD_AUDIO'].sort());
    expect(usages(app)).toEqual(['NSCameraUsageDescription', 'NSLocalNetworkUsageDescription', 'NSMicrophoneUsageDescription']);
  });

  test('the customers’ app plays sound behind the lock screen, and the hosts’ does nothing there', async () => {
    const [customer, host] = await Promise.all([introspect('customer'), introspect('admin')]);
    expect(customer.plist.UIBackgroundModes).toEqual(['audio']);
    expect(host.plist.UIBackgroundModes).toBeUndefined();
  });

  test('both play shows from the loudspeaker: the lines for it find their places in Expo’s template', () => {
    const template = gunzipSync(readFileSync(new URL('node_modules/expo/template.tgz', ROOT))).toString('latin1');
    const speaker: { onIos: (source: string) => string; onAndroid: (source: string) => string } = createRequire(import.meta.url)(
      '../with-speaker.cjs',
    );
    const [ios, android] = [speaker.onIos(template), speaker.onAndroid(template)];
    expect(ios).toMatch(/-> Bool \{\n {4}let sound = RTCAudioSessionConfiguration\.webRTC\(\)/);
    expect(android).toMatch(/super\.onCreate\(\)\n {4}val sound = AudioAttributes/);
    expect(speaker.onIos(ios)).toBe(ios);
    expect(() => speaker.onAndroid('another template')).toThrow('not in the template');
  });

  test('the customers’ app opens the links of the shop that it was built for', async () => {
    const app = await introspect('customer', { EXPO_PUBLIC_SERVER_URL: 'https://shop.example' });
    expect(app.schemes).toContain('vitrine');
    expect(app.links).toContainEqual({ scheme: 'https', host: 'shop.example', prefix: '/watch' });
  });

  test('the hosts’ app asks for camera and microphone, and for nothing else', async () => {
    const app = await introspect('admin');
    expect(asked(app)).toEqual([...EVERY_APP, 'RECORD_AUDIO'].sort());
    expect(usages(app)).toEqual(['NSCameraUsageDescription', 'NSLocalNetworkUsageDescription', 'NSMicrophoneUsageDescription']);
    expect(app.schemes).toContain('vitrine-host');
  });
});

describe.each(['customer', 'admin'])('the %s app as pages', (app) => {
  const scripts = new URL(`apps/mobile-${app}/dist/_expo/static/js/web/`, ROOT);
  const isBuilt = existsSync(scripts) || process.env.CI !== undefined;

  test.runIf(isBuilt)('hold no native module: it would fail as soon as it is loaded', () => {
    for (const name of readdirSync(scripts))
      expect(readFileSync(new URL(name, scripts), 'utf8'), name).not.toMatch(/WebRTCModule|AgoraRtcNg|ExpoSecureStore\b/);
  });

  test.runIf(isBuilt)('stay within their budget, and leave Agora’s SDK for the show that needs it', () => {
    const entries = readdirSync(scripts).filter((name) => name.startsWith('entry-'));
    expect(entries).toHaveLength(1);
    const entry = readFileSync(new URL(entries[0] ?? '', scripts));
    expect(gzipSync(entry).byteLength).toBeLessThan(BUDGET);
    expect(entry.includes('AgoraRTC_N')).toBe(false);
  });
});
