import { HOST_SEAT, type VideoCredentials, type VideoRole } from '@vitrine/protocol';
import type { ShopClient } from '@vitrine/test-env';
import { childrenOf } from '../measure/process-tree.ts';
import { VitrineSide } from '../sides/vitrine.ts';
import type { Door } from './doors.ts';
import type { VideoSide } from './video-side.ts';

/** Ours: the whole server with its media process, a show on the air. */
export class VitrineVideo implements VideoSide {
  readonly shop: VitrineSide;
  readonly hostDoor: Door;
  readonly viewerDoor: Door;

  private constructor(shop: VitrineSide, hostDoor: Door, viewerDoor: Door) {
    this.shop = shop;
    this.hostDoor = hostDoor;
    this.viewerDoor = viewerDoor;
  }
  static async start(): Promise<VitrineVideo> {
    const shop = await VitrineSide.start();
    // Janus does not record either.
    await shop.admin.request('PUT', `/livestreams/${shop.streamId}`, { settings: { recording: false } });
    const guest = await shop.admin.guest('A viewer');
    return new VitrineVideo(shop, await doorOf(shop, shop.admin, 'host'), await doorOf(shop, guest, 'viewer'));
  }
  get name(): string {
    return this.shop.name;
  }
  get version(): string {
    return this.shop.version;
  }
  get pid(): number {
    return this.shop.pid;
  }
  /** The media process. */
  get mediaPid(): number {
    const [child] = childrenOf(this.shop.pid);
    if (child === undefined) throw new Error('the server has no media process');
    return child;
  }
  async [Symbol.asyncDispose](): Promise<void> {
    await this.shop[Symbol.asyncDispose]();
  }
}

async function doorOf({ server, streamId }: VitrineSide, client: ShopClient, role: VideoRole): Promise<Door> {
  const given = await client.request<VideoCredentials>('POST', `/livestreams/${streamId}/video`, { role, seat: HOST_SEAT });
  if (given.provider !== 'sfu') throw new Error('the server does not use its embedded video service');
  return { kind: 'http', url: `${server.url}${given.url}`, token: given.token };
}
