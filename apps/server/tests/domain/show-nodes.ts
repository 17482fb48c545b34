import { EventEmitter } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LivestreamInput } from '@vitrine/protocol';
import { createLocalBackplane } from '../../src/adapters/backplane/local.ts';
import { openSqliteStorage } from '../../src/adapters/storage/sqlite/index.ts';
import type { Actor } from '../../src/domain/actor.ts';
import { AudienceService } from '../../src/domain/audience/audience.ts';
import { AuditLog } from '../../src/domain/audit/audit-log.ts';
import { newId } from '../../src/domain/ids.ts';
import { LEASE_BEAT, LeaseKeeper } from '../../src/domain/leases/lease-keeper.ts';
import { LivestreamService } from '../../src/domain/livestreams/livestreams.ts';
import { ShowDeletionService } from '../../src/domain/livestreams/show-deletions.ts';
import { BanService } from '../../src/domain/moderation/bans.ts';
import type { LobbyEvent, StageStanding } from '../../src/domain/services.ts';
import { StageService } from '../../src/domain/stage/stage.ts';
import { ShopFeed } from '../../src/domain/timeline/shop-feed.ts';
import { TimelineService } from '../../src/domain/timeline/timelines.ts';
import { LeasedVideo } from '../../src/domain/video/placement.ts';
import { VideoPutOut } from '../../src/domain/video/put-out.ts';
import type { Backplane, Hint } from '../../src/ports/backplane.ts';
import type { AccountRole, Storage } from '../../src/ports/storage.ts';
import type { VideoEvent, VideoService, VideoSignalling } from '../../src/ports/video.ts';

export interface Person extends Actor {
  name: string;
}
/** One node's shows, stage and bans. */
export interface Node {
  livestreams: LivestreamService;
  stage: StageService;
  bans: BanService;
  feed: ShopFeed;
  deletions: ShowDeletionService;
  /** What the lobby of this node was told. */
  lobby: LobbyEvent[];
  /** Shows of which this node has heard that they are no more. */
  gone: string[];
  /** What the node's video was told to do, in order. */
  video: string[];
  /** Whose standing on stage was told. */
  told: { userId: string; standing: StageStanding }[];
  show(host: Person, given?: { isLive?: boolean }): Promise<string>;
  /** A picture comes to this node, or is lost. */
  picture(type: 'publisher_up' | 'publisher_lost', streamId: string, userId: string, seat?: string): Promise<void>;
  /** Lives on for so long. */
  beat(duration: number): Promise<void>;
}

/** Nodes on one store, with a clock that the test moves, and video that notes what it is told. */
export class ShowNodes implements AsyncDisposable {
  readonly storage: Storage;
  /** Names of files that were deleted; with `isAway` none can be. */
  readonly files: { deleted: string[]; isAway: boolean } = { deleted: [], isAway: false };
  readonly #folder: string;
  readonly #hints = new EventEmitter();
  readonly #living = new Map<Node, () => void>();
  #time = Date.UTC(2026, 0, 1);
  #people = 0;

  private constructor(storage: Storage, folder: string) {
    this.storage = storage;
    this.#folder = folder;
  }
  static async open(): Promise<ShowNodes> {
    const folder = await mkdtemp(join(tmpdir(), 'vitrine-stage-'));
    return new ShowNodes(await openSqliteStorage({ directory: folder }), folder);
  }

  async account(role: AccountRole): Promise<Person> {
    this.#people += 1;
    const name = `${role} ${this.#people}`;
    const id = newId(this.#clock);
    const email = `${role}${this.#people}@shop.example`;
    await this.storage.users.insert({ _id: id, email, name, role, passwordHash: '', createdAt: this.#time });
    return { id, role, name, sessionHash: id };
  }
  pass(milliseconds: number): void {
    this.#time += milliseconds;
  }
  /** It says and does nothing more. */
  kill(node: Node): void {
    this.#living.get(node)?.();
    this.#living.delete(node);
  }
  /** Everything that has been told has been heard, and what follows from it is done. */
  async settled(): Promise<void> {
    for (let quiet = 0; quiet < 5; ) {
      const { offset } = await this.storage.timeline.tail('shop');
      await new Promise((resolve) => setTimeout(resolve, 5));
      quiet = offset === (await this.storage.timeline.tail('shop')).offset ? quiet + 1 : 0;
    }
  }

  /** `mediaIsOurs` false: a hosted provider has the media. */
  async start(nodeId: string, { mediaIsOurs = true } = {}): Promise<Node> {
    const { storage } = this;
    const clock = this.#clock;
    const backplane = this.#linked(nodeId);
    const timelines = new TimelineService(storage, backplane, clock);
    const feed = new ShopFeed(timelines);
    const audience = new AudienceService({
      storage,
      backplane,
      clock,
      isOnAir: (streamId) => livestreams.isOnAir(streamId),
      knownPeak: (streamId) => livestreams.knownPeak(streamId),
    });
    const livestreams: LivestreamService = new LivestreamService({ storage, timelines, feed, audience, clock, endVideo: async () => {} });
    const audit = new AuditLog({ storage, clock });
    const bans = new BanService({ storage, feed, livestreams, audit, clock });
    const leases = new LeaseKeeper({ store: storage.leases, clock, nodeId });
    const placement = new LeasedVideo(leases);
    const done: string[] = [];
    const video = notingVideo(done, mediaIsOurs);
    const stage = new StageService({ storage, livestreams, feed, bans, audit, video, placement, clock });
    const putOut = new VideoPutOut({ storage, livestreams, feed, bans, stage, video });
    const told: Node['told'] = [];
    stage.onStanding((_, userId, standing) => told.push({ userId, standing }));
    const fail = (error: unknown): void => {
      throw error;
    };
    const blobs = {
      delete: async (name: string): Promise<void> => {
        if (this.files.isAway) throw new Error('the bucket does not answer');
        this.files.deleted.push(name);
      },
    };
    const deletions = new ShowDeletionService({ storage, livestreams, feed, audit, blobs, clock, onError: () => {} });
    const lobby: LobbyEvent[] = [];
    const gone: string[] = [];
    timelines.onLobby((event) => lobby.push(event));
    livestreams.onDeleted((streamId) => gone.push(streamId));
    await livestreams.load(fail);
    await bans.load(fail);
    await stage.load(fail);
    putOut.start(fail);
    await feed.start();
    const node: Node = {
      livestreams,
      stage,
      bans,
      feed,
      deletions,
      lobby,
      gone,
      video: done,
      told,
      async show(host, { isLive = true } = {}) {
        const { _id } = await livestreams.create(host, LivestreamInput.parse({ title: 'The Autumn Firing' }));
        if (isLive) await livestreams.start(host, _id);
        return _id;
      },
      async picture(type, streamId, userId, seat = userId) {
        const event: VideoEvent = { type, streamId, seat, userId };
        putOut.follow(event);
        await stage.follow(event);
      },
      beat: async (duration) => {
        for (let passed = 0; passed < duration; passed += LEASE_BEAT) {
          this.pass(LEASE_BEAT);
          await leases.beat();
          for (const orphan of (await placement.look()).orphaned) {
            await stage.nodeDied(orphan.streamId);
            await placement.bury(orphan);
          }
        }
      },
    };
    this.#living.set(node, () => {
      feed[Symbol.dispose]();
      timelines[Symbol.dispose]();
    });
    return node;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.settled();
    for (const end of this.#living.values()) end();
    await this.storage[Symbol.asyncDispose]();
    await rm(this.#folder, { recursive: true, force: true });
  }

  get #clock() {
    return { now: () => this.#time, monotonic: () => this.#time };
  }
  /** Hears the other nodes' hints at once. */
  #linked(name: string): Backplane {
    return {
      ...createLocalBackplane(),
      publish: (hint) => void this.#hints.emit('hint', name, hint),
      onHint: (listener) => {
        const hear = (from: string, hint: Hint): void => {
          if (from !== name) listener(hint);
        };
        this.#hints.on('hint', hear);
        return () => void this.#hints.off('hint', hear);
      },
    };
  }
}

/** What is to be done with the media is only noted. */
function notingVideo(done: string[], mediaIsOurs: boolean): VideoService {
  const note = async (what: string): Promise<void> => void done.push(what);
  const unused = async (): Promise<never> => {
    throw new Error('no signalling here');
  };
  const signalling: VideoSignalling = {
    verify: () => {
      throw new Error('no signalling here');
    },
    open: unused,
    trickle: unused,
    choose: unused,
    close: unused,
  };
  return {
    provider: 'sfu',
    notifications: null,
    signalling: mediaIsOurs ? signalling : null,
    credentials: unused,
    end: (streamId) => note(`end ${streamId}`),
    closeSeat: (streamId, seat) => note(`close ${streamId} ${seat}`),
    setMuted: (streamId, seat, muted) => note(`mute ${streamId} ${seat} ${muted}`),
    evict: (streamId, userId) => note(`evict ${streamId} ${userId}`),
    closeViewers: (streamId) => note(`viewers ${streamId}`),
    onEvent: () => () => {},
    start: async () => {},
    [Symbol.asyncDispose]: async () => {},
  };
}
