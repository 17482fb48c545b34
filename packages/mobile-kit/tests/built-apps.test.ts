import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';

const ROOT = new URL('../../../', import.meta.url);
const EXPO = fileURLToPath(new URL('node_modules/expo/bin/cli', ROOT));
/** What a phone loads before it shows the first page, gzipped, in bytes. */
const BUDGET = 600_000;
/** `npm test` installs Expo and builds the pages; who runs one test need not have them. */
const isInstalled = existsSync(EXPO) || process.env.CI !== undefined;

interface NativeProjects {
  permissions: { name: string; isRemoved: boolean }[];
  filters: string;
  plist: Record<string, unknown>;
  /** The sources that the app begins with. */
  begins: { ios: string; android: string };
}
/** What `expo prebuild` writes, in a folder beside the apps: they are not touched, and their packages are found from there. */
async function prebuilt(app: string, env: Record<string, string> = {}): Promise<NativeProjects> {
  mkdirSync(new URL('.cache/', ROOT), { recursive: true });
  const project = mkdtempSync(fileURLToPath(new URL(`.cache/native-${app}-`, ROOT)));
  try {
    for (const part of ['app.config.ts', 'package.json', 'assets'])
      cpSync(new URL(`apps/mobile-${app}/${part}`, ROOT), join(project, part), { recursive: true });
    await promisify(execFile)(process.execPath, [EXPO, 'prebuild', '--no-install', '--platform', 'all'], {
      cwd: project,
      env: { ...process.env, EXPO_OFFLINE: '1', EXPO_NO_TELEMETRY: '1', CI: '1', ...env },
    });
    const files = readdirSync(project, { recursive: true, encoding: 'utf8' });
    const read = (end: string): string => readFileSync(join(project, files.find((file) => file.endsWith(end)) ?? end), 'utf8');
    const manifest = read('app/src/main/AndroidManifest.xml');
    return {
      permissions: [...manifest.matchAll(/<uses-permission android:name="android\.permission\.(\w+)"([^>]*)>/g)].map(
        ([, name = '', rest]) => ({
          name,
          isRemoved: rest?.includes('tools:node="remove"') === true,
        }),
      ),
      filters: manifest.replace(/^[\s\S]*?<activity/, ''),
      plist: plistOf(files.filter((file) => /^ios\/\w+\/Info\.plist$/.test(file)).map(read)[0] ?? ''),
      begins: { ios: read('AppDelegate.swift'), android: read('MainApplication.kt') },
    };
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
}
/** The keys on top of a property list, with those of their values that are texts or lists of texts. */
function plistOf(xml: string): Record<string, unknown> {
  const entries = xml.matchAll(/<key>([^<]+)<\/key>\s*(?:<string>([^<]*)<\/string>|<array>([\s\S]*?)<\/array>)?/g);
  return Object.fromEntries(
    [...entries].map(([, key, text, list]) => [
      key,
      text ?? [...(list ?? '').matchAll(/<string>([^<]*)<\/string>/g)].map(([, one]) => one),
    ]),
  );
}
const asked = ({ permissions }: NativeProjects): string[] =>
  permissions
    .filter(({ isRemoved }) => !isRemoved)
    .map(({ name }) => name)
    .sort();
const usages = ({ plist }: NativeProjects): string[] =>
  Object.keys(plist)
    .filter((key) => key.endsWith('UsageDescription'))
    .sort();
const PERMISSIONS = ['ACCESS_NETWORK_STATE', 'CAMERA', 'INTERNET', 'MODIFY_AUDIO_SETTINGS', 'RECORD_AUDIO', 'VIBRATE', 'WAKE_LOCK'];
const USAGES = ['NSCameraUsageDescription', 'NSLocalNetworkUsageDescription', 'NSMicrophoneUsageDescription'];

describe.runIf(isInstalled)('the native projects, as they are written for a build', () => {
  let customer: NativeProjects;
  let host: NativeProjects;
  beforeAll(async () => {
    [customer, host] = await Promise.all([prebuilt('customer', { EXPO_PUBLIC_SERVER_URL: 'https://shop.example' }), prebuilt('admin')]);
  }, 120_000);

  test('ask for camera and microphone, for hosts and for guests on stage, and for nothing else', () => {
    for (const app of [customer, host]) {
      expect(asked(app)).toEqual(PERMISSIONS);
      expect(usages(app)).toEqual(USAGES);
    }
  });

  test('of customers play sound behind the lock screen, and those of hosts do nothing there', () => {
    expect(customer.plist.UIBackgroundModes).toEqual(['audio']);
    expect(host.plist.UIBackgroundModes).toBeUndefined();
  });

  test('play shows from the loudspeaker', () => {
    for (const { begins } of [customer, host]) {
      expect(begins.ios).toMatch(/-> Bool \{\n {4}let sound = RTCAudioSessionConfiguration\.webRTC\(\)/);
      expect(begins.android).toMatch(/super\.onCreate\(\)\n {4}val sound = AudioAttributes/);
    }
    const speaker: { onIos: (source: string) => string; onAndroid: (source: string) => string } = createRequire(import.meta.url)(
      '../with-speaker.cjs',
    );
    // Run again over what it wrote it changes nothing; in another template it does not know its place.
    expect(speaker.onIos(customer.begins.ios)).toBe(customer.begins.ios);
    expect(() => speaker.onAndroid('another template')).toThrow('not in the template');
  });

  test('open the links of the shop that they were built for', () => {
    expect(customer.filters).toContain('<data android:scheme="https" android:host="shop.example" android:pathPrefix="/watch"/>');
    expect(customer.filters).toContain('<data android:scheme="vitrine"/>');
    expect(host.filters).toContain('<data android:scheme="vitrine-host"/>');
    expect(host.filters).not.toContain('android:scheme="https"');
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

test('every route of both apps has something to stand in for a screen that broke', () => {
  for (const app of ['customer', 'admin']) {
    const routes = fileURLToPath(new URL(`apps/mobile-${app}/src/app/`, ROOT));
    const files = readdirSync(routes, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.tsx'));
    expect(files.length).toBeGreaterThan(4);
    for (const file of files)
      expect(readFileSync(join(routes, file), 'utf8'), file).toMatch(/^export \{ ErrorBoundary \} from '@vitrine\/mobile-kit';$/m);
  }
});
