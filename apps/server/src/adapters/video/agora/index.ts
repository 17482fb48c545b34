import type { VideoCredentials } from '@vitrine/protocol';
import type { Logger } from 'pino';
import type { AgoraConfig } from '../../../config.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { LivestreamStore } from '../../../ports/storage.ts';
import type { VideoCredentialsRequest, VideoEvent, VideoNotifications, VideoService } from '../../../ports/video.ts';
import { ChannelManagement } from './channel-management.ts';
import { ChannelWatch } from './channel-watch.ts';
import { PATIENCE, TABS_PER_VIEWER } from './limits.ts';
import { NotificationReader } from './notifications.ts';
import { systemWait, type Wait } from './paced-queue.ts';
import { PutOut } from './put-out.ts';
import { RestClient } from './rest-client.ts';
import { Stage } from './stage.ts';
import { RtcTokens } from './tokens.ts';
import { isViewerUid, seatUid, viewerUid } from './uids.ts';

export interface AgoraOptions {
  config: AgoraConfig;
  shows: Pick<LivestreamStore, 'byId' | 'list'>;
  /** Whether it is this node that looks after lost notifications. */
  mayLook: () => boolean;
  clock: Clock;
  logger: Pick<Logger, 'warn' | 'error'>;
  wait?: Wait;
  random?: () => number;
}

/** What does not work without the settings that are missing, for the log. */
export function shortcomings({ customer, notificationSecret }: AgoraConfig): string[] {
  const missing: string[] = [];
  if (customer === null)
    missing.push(
      'AGORA_CUSTOMER_ID and AGORA_CUSTOMER_SECRET are not set: who is put out of a show, or off its stage, stays in its video until the token ends (up to an hour), and guests can’t be muted by the host',
    );
  if (customer !== null && notificationSecret === null)
    missing.push('AGORA_NOTIFICATION_SECRET is not set: that a host’s picture has come or gone is noticed up to 20 seconds late');
  if (customer === null && notificationSecret === null)
    missing.push('without these or AGORA_NOTIFICATION_SECRET nobody tells that a host’s picture has gone: shows are never interrupted');
  return missing;
}

/** Video by Agora: the media goes between the apps and Agora, the server gives tokens, hears who publishes, and puts people out. */
export function createAgora(options: AgoraOptions): VideoService {
  return new Agora(options);
}

class Agora implements VideoService {
  readonly provider = 'agora';
  readonly signalling = null;
  readonly notifications: VideoNotifications | null;
  readonly #options: AgoraOptions;
  readonly #wait: Wait;
  readonly #random: () => number;
  readonly #tokens: RtcTokens;
  readonly #listeners = new Set<(event: VideoEvent) => void>();
  readonly #stage = new Stage({
    tell: (event) => this.#tell(event),
    onStranger: (streamId, uid) =>
      void this.#see('somebody without a seat was not put out', (putOut) => putOut.putOutStranger(streamId, uid)),
  });
  /** null without the customer's credentials. */
  readonly #rest: { client: RestClient; putOut: PutOut; watch: ChannelWatch } | null;
  readonly #underWay = new Set<Promise<void>>();

  constructor(options: AgoraOptions) {
    const { config, clock } = options;
    this.#options = options;
    this.#wait = options.wait ?? systemWait;
    this.#random = options.random ?? Math.random;
    this.#tokens = new RtcTokens(config);
    this.#rest = config.customer === null ? null : this.#reach(config.customer);
    this.notifications = config.notificationSecret === null ? null : this.#reads(new NotificationReader(config.notificationSecret, clock));
  }

  async credentials({ streamId, userId, role, seat, uid: known }: VideoCredentialsRequest): Promise<VideoCredentials> {
    const isNew = known === undefined;
    const seatOf = seatUid(streamId, seat);
    const uid = role !== 'viewer' ? seatOf : !isNew && isViewerUid(known) ? known : viewerUid(streamId, userId, this.#anyTab());
    const { token, lifetime } = this.#tokens.issue({ channel: streamId, uid, role });
    if (role === 'guest' && isNew) await this.#see('a guest was not let back in', (putOut) => putOut.openSeat(streamId, seat));
    // Nobody else will ever say so.
    if (role !== 'viewer' && this.#hearsNothing) this.#tell({ type: 'publisher_up', streamId, seat, userId });
    const expiresAt = new Date(this.#options.clock.now() + lifetime * 1_000).toISOString();
    return {
      provider: 'agora',
      role,
      seat,
      appId: this.#options.config.appId,
      channel: streamId,
      uid,
      seatUid: seatOf,
      token,
      expiresAt,
    };
  }

  end(streamId: string): Promise<void> {
    return this.#see('a show that has ended was not closed', (putOut) => putOut.end(streamId));
  }
  closeSeat(streamId: string, seat: string): Promise<void> {
    return this.#see('a guest was not put off the stage', (putOut) => putOut.closeSeat(streamId, seat));
  }
  setMuted(streamId: string, seat: string, muted: boolean): Promise<void> {
    return this.#see('a guest was not muted, or not heard again', (putOut) => putOut.setMuted(streamId, seat, muted));
  }
  evict(streamId: string, userId: string): Promise<void> {
    return this.#see('somebody was not put out', (putOut) => putOut.evict(streamId, userId));
  }
  closeViewers(streamId: string): Promise<void> {
    return this.#see('viewers were not put out', (putOut) => putOut.closeViewers(streamId));
  }

  onEvent(listener: (event: VideoEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  async start(): Promise<void> {
    for (const missing of shortcomings(this.#options.config)) this.#options.logger.warn(`Agora: ${missing}`);
    this.#rest?.watch.start();
  }
  async [Symbol.asyncDispose](): Promise<void> {
    this.#rest?.watch.stop();
    await Promise.race([Promise.all(this.#underWay), this.#wait(PATIENCE)]);
    this.#rest?.client.stop();
  }

  get #hearsNothing(): boolean {
    return this.#rest === null && this.notifications === null;
  }
  #anyTab(): number {
    return Math.floor(this.#random() * TABS_PER_VIEWER);
  }
  #tell(event: VideoEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  #reach(customer: { id: string; secret: string }): { client: RestClient; putOut: PutOut; watch: ChannelWatch } {
    const { config, shows, mayLook, logger } = this.#options;
    const client = new RestClient({ customer, apiBase: config.apiBase, wait: this.#wait, random: this.#random });
    const channels = new ChannelManagement(client, config.appId);
    const onError = (error: unknown): void => logger.warn(error, 'Agora: who publishes could not be looked up');
    return {
      client,
      putOut: new PutOut({ channels, shows }),
      watch: new ChannelWatch({ shows, channels, stage: this.#stage, mayLook, onError }),
    };
  }
  #reads(reader: NotificationReader): VideoNotifications {
    return {
      receive: async (body, signature) => {
        const notice = reader.read(body, signature);
        if (!notice) return;
        const show = await this.#options.shows.byId(notice.channel);
        reader.keep(notice);
        if (show) this.#stage.hear(notice, show);
      },
    };
  }

  /** Who asks waits a little; what takes longer is tried on, and logged when it comes to nothing. */
  async #see(failure: string, task: (putOut: PutOut) => Promise<void>): Promise<void> {
    if (!this.#rest) return;
    const done = task(this.#rest.putOut)
      .catch((error: unknown) => this.#options.logger.error(error, `Agora: ${failure}`))
      .finally(() => this.#underWay.delete(done));
    this.#underWay.add(done);
    await Promise.race([done, this.#wait(PATIENCE)]);
  }
}
