import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '@vitrine/test-env';
import type { Door } from './doors.ts';
import { JanusSession } from './janus-api.ts';
import type { VideoSide } from './video-side.ts';

const JANUS = '/usr/bin/janus';
const ROOM = 1;
const START_ATTEMPTS = 100;
const START_PAUSE = 50;
/** Nothing but WebRTC and the one API runs. */
const LIBRARIES = { plugins: 'libjanus_videoroom.so', transports: 'libjanus_websockets.so' };

const configuration = (port: number, address: string, folder: string): Record<string, string> => ({
  'janus.jcfg': `
general: { plugins_folder = "${folder}/plugins" transports_folder = "${folder}/transports" debug_level = 2 }
media: { ipv6 = false }
nat: { ice_lite = true ice_enforce_list = "${address}" full_trickle = false }
`,
  'janus.plugin.videoroom.jcfg': `
room-${ROOM}: { description = "measured" publishers = 2 bitrate = 0 fir_freq = 0 audiocodec = "opus" videocodec = "vp8" record = false }
`,
  'janus.transport.websockets.jcfg': `
general: { json = "compact" ws = true ws_port = ${port} ws_ip = "127.0.0.1" wss = false }
admin: { admin_ws = false }
`,
});

/** Janus' VideoRoom as Debian packages it, with its defaults, at ICE lite (the least work for a server that is reachable). */
export class JanusVideo implements VideoSide {
  readonly name = 'janus';
  readonly version: string;
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #url: string;

  private constructor(child: ChildProcess, folder: string, url: string, version: string) {
    this.#child = child;
    this.#folder = folder;
    this.#url = url;
    this.version = version;
  }
  /** null where it can't be had; `say` tells why. */
  static async start(say: (line: string) => void): Promise<JanusVideo | null> {
    const address = ownAddress();
    if (address === null) {
      say('Janus is left out: it gathers no loopback address, and this machine has no other.');
      return null;
    }
    if (!installed(say)) {
      say('Janus is left out: it is not installed (Debian: janus).');
      return null;
    }
    const folder = await mkdtemp(join(tmpdir(), 'janus-'));
    const port = await freePort();
    for (const [kind, library] of Object.entries(LIBRARIES)) {
      await mkdir(join(folder, kind));
      await symlink(pathOf(library), join(folder, kind, library));
    }
    for (const [name, text] of Object.entries(configuration(port, address, folder))) await writeFile(join(folder, name), text);
    const child = spawn(JANUS, ['-C', join(folder, 'janus.jcfg'), '-F', folder], { stdio: ['ignore', 'ignore', 'inherit'] });
    const janus = new JanusVideo(child, folder, `ws://127.0.0.1:${port}`, version());
    try {
      await janus.#listening();
    } catch (error) {
      await janus[Symbol.asyncDispose]();
      throw error;
    }
    return janus;
  }
  get pid(): number {
    return this.#child.pid ?? 0;
  }
  get hostDoor(): Door {
    return { kind: 'janus', url: this.#url, room: ROOM };
  }
  get viewerDoor(): Door {
    return this.hostDoor;
  }
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode === null) {
      const ended = new Promise((resolve) => this.#child.once('exit', resolve));
      this.#child.kill('SIGKILL');
      await ended;
    }
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #listening(): Promise<void> {
    for (let attempt = 0; attempt < START_ATTEMPTS; attempt++) {
      if (this.#child.exitCode !== null) throw new Error(`Janus ended with ${this.#child.exitCode}`);
      const session = await JanusSession.open(this.#url).catch(() => null);
      if (session) return session.close();
      await wait(START_PAUSE);
    }
    throw new Error('Janus does not listen');
  }
}

/** An address of this machine: what is sent to it from here stays within the kernel, like what is sent over the loopback. */
function ownAddress(): string | null {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? null;
}

function installed(say: (line: string) => void): boolean {
  if (existsSync(JANUS)) return true;
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return false;
  say('Installing janus from apt (once)…');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['-qq', 'update'], { stdio: 'ignore', env });
  spawnSync('apt-get', ['-qq', '-y', 'install', '--no-install-recommends', 'janus'], { stdio: 'ignore', env });
  return existsSync(JANUS);
}

/** Where the package has put them depends on the processor. */
function pathOf(library: string): string {
  const { stdout } = spawnSync('dpkg-query', ['-L', 'janus'], { encoding: 'utf8' });
  const path = stdout.split('\n').find((file) => basename(file) === library);
  if (path === undefined) throw new Error(`the package janus has no ${library}`);
  return path;
}
function version(): string {
  const { stdout } = spawnSync('dpkg-query', ['-W', 'janus'], { encoding: 'utf8' });
  return stdout.trim().split(/\s+/)[1] ?? 'unknown';
}
