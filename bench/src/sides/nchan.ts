import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '@vitrine/test-env';
import { SENDERS, type Side } from './side.ts';

const MODULE = '/usr/lib/nginx/modules/ngx_nchan_module.so';
const NGINX = '/usr/sbin/nginx';
const START_ATTEMPTS = 100;
const START_PAUSE = 50;

/** One worker and its memory store: nothing passes between processes, which is where Nchan is cheapest. */
const configuration = (port: number, folder: string): string => `
load_module ${MODULE};
daemon off;
worker_processes 1;
worker_rlimit_nofile 16384;
${process.getuid?.() === 0 ? 'user root;' : ''}
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events { worker_connections 8192; }
http {
  access_log off;
  keepalive_requests 10000000;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  server {
    listen 127.0.0.1:${port} backlog=4096;
    location ~ ^/publish/(\\w+)$ { nchan_publisher http; nchan_channel_id $1; }
    location ~ ^/subscribe/(\\w+)$ { nchan_subscriber websocket; nchan_channel_id $1; nchan_subscriber_first_message newest; }
  }
}
`;

/** Nchan, nginx's module for publish and subscribe, in C. */
export class NchanSide implements Side {
  readonly name = 'nchan';
  readonly version: string;
  readonly #child: ChildProcess;
  readonly #port: number;
  readonly #folder: string;

  private constructor(child: ChildProcess, port: number, folder: string, version: string) {
    this.#child = child;
    this.#port = port;
    this.#folder = folder;
    this.version = version;
  }
  /** null, having said why, where it is not installed and can't be. */
  static async start(say: (line: string) => void): Promise<NchanSide | null> {
    if (!installed(say)) {
      say('nchan is left out: it needs Debian packages nginx and libnginx-mod-nchan, or root to install them.');
      return null;
    }
    const folder = await mkdtemp(join(tmpdir(), 'vitrine-nchan-'));
    const port = await freePort();
    await writeFile(join(folder, 'nginx.conf'), configuration(port, folder));
    const child = spawn(NGINX, ['-p', folder, '-e', join(folder, 'error.log'), '-c', join(folder, 'nginx.conf')], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const side = new NchanSide(child, port, folder, versions());
    await side.#listening();
    return side;
  }
  get pid(): number {
    return this.#child.pid ?? 0;
  }
  get target() {
    return { dialect: 'nchan', host: '127.0.0.1', port: this.#port, room: 'show' } as const;
  }
  get senderTokens(): string[] {
    return Array.from({ length: SENDERS }, () => '');
  }
  async [Symbol.asyncDispose](): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    if (this.#child.exitCode === null) {
      this.#child.kill('SIGTERM');
      await ended;
    }
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #listening(): Promise<void> {
    for (let attempt = 0; attempt < START_ATTEMPTS; attempt++) {
      if (this.#child.exitCode !== null) throw new Error(`nginx ended with ${this.#child.exitCode}`);
      const answer = await fetch(`http://127.0.0.1:${this.#port}/`).catch(() => null);
      if (answer) return;
      await wait(START_PAUSE);
    }
    throw new Error('nginx does not listen');
  }
}

function installed(say: (line: string) => void): boolean {
  if (existsSync(MODULE) && existsSync(NGINX)) return true;
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return false;
  say('Installing nginx and libnginx-mod-nchan from apt (once)…');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['-qq', 'update'], { stdio: 'ignore', env });
  spawnSync('apt-get', ['-qq', '-y', 'install', '--no-install-recommends', 'nginx-light', 'libnginx-mod-nchan'], { stdio: 'ignore', env });
  return existsSync(MODULE) && existsSync(NGINX);
}

function versions(): string {
  const { stdout } = spawnSync('dpkg-query', ['-W', 'libnginx-mod-nchan'], { encoding: 'utf8' });
  return stdout.trim().split(/\s+/)[1] ?? 'unknown';
}
