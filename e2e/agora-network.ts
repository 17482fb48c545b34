import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { BrowserContext, Page } from 'playwright-core';
import { type FakeAgora, notification } from '../packages/test-env/src/agora/index.ts';
import type { ToClient, ToNetwork } from './agora-in-page.ts';

interface Joined {
  page: Page;
  channel: string;
  uid: number;
  role: string;
  media: Set<'video' | 'audio'>;
}

/** What connects the pages that have the stand-in for Agora's SDK: tells them of each other, and the shop's server of all that happens. */
export class AgoraNetwork {
  readonly #agora: FakeAgora;
  readonly #clients = new Map<string, Joined>();
  readonly #sdk: Promise<string>;
  /** How often a page has loaded the SDK. */
  loads = 0;
  /** The shop's. */
  serverUrl = '';

  constructor(agora: FakeAgora) {
    this.#agora = agora;
    agora.onPutOut = (channel, uid, reason) => {
      for (const [id, client] of this.#clients)
        if (client.channel === channel && client.uid === uid) {
          this.#forget(id);
          this.#tell(id, client, { type: 'put out', uid, reason });
        }
    };
    const entry = fileURLToPath(new URL('agora-in-page.ts', import.meta.url));
    this.#sdk = build({ entryPoints: [entry], bundle: true, format: 'esm', write: false }).then(
      ({ outputFiles }) => outputFiles[0]?.text ?? '',
    );
  }

  /** Pages of this context get the stand-in. */
  async serve(context: BrowserContext): Promise<void> {
    await context.exposeBinding('agoraTell', ({ page }, message: ToNetwork) => this.#hear(page, message));
    await context.route('**/assets/AgoraRTC*.js', async (route) => {
      this.loads += 1;
      await route.fulfill({ contentType: 'text/javascript', body: await this.#sdk });
    });
  }
  /** The page is closed, and Agora notices. */
  async gone(page: Page): Promise<void> {
    for (const [id, client] of [...this.#clients]) if (client.page === page) await this.#leave(id, client);
  }

  async #hear(page: Page, message: ToNetwork): Promise<string | undefined> {
    const { client: id, type, media } = message;
    if (type === 'join') return this.#join(page, message);
    const client = this.#clients.get(id);
    if (!client) return undefined;
    if (type === 'leave') await this.#leave(id, client);
    else if (type === 'signal' && message.to !== undefined && message.signal) {
      for (const [otherId, other] of this.#clients)
        if (other.channel === client.channel && other.uid === message.to)
          this.#tell(otherId, other, { type: 'signal', uid: client.uid, signal: message.signal });
    } else if (media && client.role === 'host') {
      if (type === 'publish') client.media.add(media);
      else client.media.delete(media);
      this.#tellOthers(id, client, { type: type === 'publish' ? 'published' : 'unpublished', uid: client.uid, media });
    }
    return undefined;
  }
  async #join(page: Page, { client: id, channel = '', uid = 0, role = '' }: ToNetwork): Promise<string | undefined> {
    const isBanned = this.#agora.rules.some(
      (rule) => rule.cname === channel && (rule.uid ?? uid) === uid && rule.privileges[0] === 'join_channel',
    );
    if (isBanned) return 'AgoraRTCError UID_BANNED';
    const client: Joined = { page, channel, uid, role, media: new Set() };
    this.#clients.set(id, client);
    this.#agora.join(channel, uid, role === 'host' ? 'broadcasters' : 'audience');
    for (const other of this.#clients.values())
      for (const media of other.media) if (other.channel === channel) this.#tell(id, client, { type: 'published', uid: other.uid, media });
    await this.#notify(role === 'host' ? 103 : 105, client);
    return undefined;
  }
  async #leave(id: string, client: Joined): Promise<void> {
    this.#forget(id);
    this.#agora.leave(client.channel, client.uid);
    for (const media of client.media) this.#tellOthers(id, client, { type: 'unpublished', uid: client.uid, media });
    await this.#notify(client.role === 'host' ? 104 : 106, client);
  }
  #forget(id: string): void {
    this.#clients.delete(id);
  }
  async #notify(eventType: number, { channel, uid }: Joined): Promise<void> {
    const { body, signature } = notification({ eventType, channelName: channel, uid, reason: 1 });
    await fetch(`${this.serverUrl}/agora/notifications`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'agora-signature-v2': signature },
      body: new Uint8Array(body),
    });
  }
  #tellOthers(id: string, client: Joined, message: ToClient): void {
    for (const [otherId, other] of this.#clients)
      if (otherId !== id && other.channel === client.channel) this.#tell(otherId, other, message);
  }
  #tell(id: string, { page }: Joined, message: ToClient): void {
    // A page that is being closed hears nothing any more.
    void page.evaluate(([client, heard]) => window.agoraHear[client]?.(heard), [id, message] as const).catch(() => undefined);
  }
}
