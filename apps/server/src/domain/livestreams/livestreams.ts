import type { Livestream, LivestreamDetail, LivestreamInput, LivestreamPatch, LivestreamQuery } from '@vitrine/protocol';
import type { Clock } from '../../ports/clock.ts';
import type { GuestRecord, LivestreamChanges, LivestreamRecord, OwedEntry, Page, Storage } from '../../ports/storage.ts';
import type { Actor } from '../actor.ts';
import type { AudienceService } from '../audience/audience.ts';
import type { LivestreamState, Livestreams } from '../services.ts';
import type { ShopFeed } from '../timeline/shop-feed.ts';
import type { TimelineService } from '../timeline/timelines.ts';
import { HostSlot } from './host-slot.ts';
import { ListedFaces } from './listed-faces.ts';
import { OnAirShows } from './on-air.ts';
import { ShowAnnouncer } from './show-announcer.ts';
import { ShowChanges } from './show-changes.ts';
import { ShowEditor } from './show-editor.ts';
import { ShowLedger, type ShowNewsDesk } from './show-ledger.ts';
import { ShowRuns, type Turned } from './show-runs.ts';
import { ShowViews } from './show-views.ts';

/** Shows, whole: what reads, makes, runs, changes and announces them, put together. */
export class LivestreamService implements Livestreams {
  readonly onAir: OnAirShows;
  readonly #storage: Storage;
  readonly #feed: ShopFeed;
  readonly #ledger: ShowLedger;
  readonly #views: ShowViews;
  readonly #changes: ShowChanges;
  readonly #editor: ShowEditor;
  readonly #runs: ShowRuns;
  readonly #announcer: ShowAnnouncer;

  constructor(parts: {
    storage: Storage;
    timelines: TimelineService;
    feed: ShopFeed;
    audience: AudienceService;
    clock: Clock;
    /** Left out where nobody outside is to hear of shows. */
    news?: ShowNewsDesk;
    endVideo: (streamId: string) => Promise<void>;
  }) {
    this.#storage = parts.storage;
    this.#feed = parts.feed;
    this.onAir = new OnAirShows(parts.storage);
    this.#ledger = new ShowLedger(parts);
    const shared = { ...parts, onAir: this.onAir, ledger: this.#ledger, lists: new ListedFaces() };
    this.#views = new ShowViews(shared);
    this.#changes = new ShowChanges(shared);
    this.#announcer = new ShowAnnouncer({ ...shared, views: this.#views });
    this.#editor = new ShowEditor({ ...shared, changes: this.#changes });
    this.#runs = new ShowRuns({
      ...shared,
      hostSlot: new HostSlot(parts),
      views: this.#views,
      tellStarted: (streamId) => this.#announcer.started.tell(streamId),
    });
  }

  /** Reads what is on air and follows what other nodes make of it; once, before anyone is served. */
  async load(onError: (error: unknown) => void): Promise<void> {
    this.#feed.on('show_changed', ({ livestreamId, change }) => {
      if (change === 'deleted') this.#runs.forgetPicture(livestreamId);
      void this.#announcer.hear(livestreamId, change).catch(onError);
    });
    await this.onAir.load();
  }
  isOnAir(streamId: string): boolean {
    return this.onAir.get(streamId) !== undefined;
  }
  /** The most viewers at once so far; 0 for a show that is not on air. */
  knownPeak(streamId: string): number {
    return this.onAir.get(streamId)?.peakViewers ?? 0;
  }
  /** The shows on air that have this product pinned. */
  showing(productId: string): string[] {
    return this.onAir.showing(productId);
  }
  listed(id: string): Pick<LivestreamRecord, 'status' | 'pinnedProducts'> | null {
    const record = this.onAir.get(id);
    return record?.visibility === 'public' ? { status: record.status, pinnedProducts: record.pinnedProducts } : null;
  }
  listedOnAir(): string[] {
    return this.onAir.all().flatMap(({ _id, visibility }) => (visibility === 'public' ? [_id] : []));
  }

  onStarted(listener: (streamId: string) => void): () => void {
    return this.#announcer.started.add(listener);
  }
  onHidden(listener: (streamId: string) => void): () => void {
    return this.#announcer.hidden.add(listener);
  }
  onChanged(listener: (streamId: string) => void): () => void {
    return this.#announcer.changed.add(listener);
  }
  onDeleted(listener: (streamId: string) => void): () => void {
    return this.#announcer.deleted.add(listener);
  }

  get(actor: Actor | null, id: string): Promise<LivestreamDetail> {
    return this.#views.get(actor, id);
  }
  preview(id: string): Promise<LivestreamRecord | null> {
    return this.#views.preview(id);
  }
  list(actor: Actor | null, query: LivestreamQuery): Promise<Page<Livestream>> {
    return this.#views.list(actor, query);
  }
  state(id: string): Promise<LivestreamState> {
    return this.#views.state(id);
  }
  /** The record, for whoever may see it: a private show is hidden from all but the shop's staff. */
  visible(actor: Actor | null, id: string): Promise<LivestreamRecord> {
    return this.#views.visible(actor, id);
  }
  /** The record, for whoever may run the show. */
  runnable(actor: Actor, id: string): Promise<LivestreamRecord> {
    return this.#views.runnable(actor, id);
  }
  /** The record whoever asks, or null: for what proves itself by a secret of the show's own. */
  recordOf(id: string): Promise<LivestreamRecord | null> {
    return this.#storage.livestreams.byId(id);
  }

  async create(actor: Actor, input: LivestreamInput): Promise<Livestream> {
    return this.#views.view(await this.#editor.create(actor, input));
  }
  async update(actor: Actor, id: string, patch: LivestreamPatch): Promise<Livestream> {
    const record = await this.runnable(actor, id);
    const { isActive, ...edits } = patch;
    if (Object.keys(edits).length > 0) await this.#editor.edit(actor, record, edits);
    if (isActive === true) return (await this.start(actor, id)).livestream;
    if (isActive === false) return (await this.stop(actor, id)).livestream;
    return this.#views.view(await this.#views.record(id));
  }
  async start(actor: Actor, id: string): Promise<{ livestream: Livestream; offset: number }> {
    return this.#told(await this.#runs.start(actor, id));
  }
  async stop(actor: Actor, id: string): Promise<{ livestream: Livestream; offset: number }> {
    return this.#told(await this.#runs.stop(actor, id));
  }

  /** Whether the host's picture arrives on this node. */
  hasPicture(id: string): boolean {
    return this.#runs.hasPicture(id);
  }
  /** The host's picture has come to this node: a show that waited for it goes on. */
  pictureCame(id: string): Promise<void> {
    return this.#runs.pictureCame(id);
  }
  /** What arrived on this node was left over: another has the show's picture. */
  forgetPicture(id: string): void {
    this.#runs.forgetPicture(id);
  }
  /** The host's picture is lost: viewers keep their places. Nothing happens to a show that is not live. */
  pictureLost(id: string): Promise<void> {
    return this.#runs.pictureLost(id);
  }
  raisePeak(id: string, peakViewers: number): Promise<void> {
    return this.#runs.raisePeak(id, peakViewers);
  }

  /** Changes the pins together with the entry they owe, for an actor who may run the show. */
  changePins(actor: Actor, id: string, productIds: string[], key: string): Promise<number> {
    return this.changeWith(id, { pinnedProducts: productIds }, { key, type: 'pins_changed', actorId: actor.id, data: { productIds } });
  }
  /** Changes a show that has not ended together with the entry it owes; the same key again gives the offset it was written at. */
  changeWith(id: string, changes: LivestreamChanges, fact: Omit<OwedEntry, 'streamId'>): Promise<number> {
    return this.#changes.with(id, changes, fact);
  }
  /** Changes the guests of a show that has not ended, with the entry it owes; null when it has, or they are no longer those of `show`. */
  changeStage(show: LivestreamRecord, guests: GuestRecord[], actorId: string): Promise<LivestreamRecord | null> {
    return this.#changes.ofStage(show, guests, actorId);
  }
  setBroadcastKey(id: string, broadcastKey: LivestreamRecord['broadcastKey']): Promise<void> {
    return this.#changes.ofBroadcastKey(id, broadcastKey);
  }

  settleOwed(): Promise<void> {
    return this.#ledger.payAll();
  }
  /** Writes what this show still owes. */
  settle(record: LivestreamRecord): Promise<void> {
    return this.#ledger.settle(record);
  }

  async #told({ record, offset }: Turned): Promise<{ livestream: Livestream; offset: number }> {
    return { livestream: await this.#views.view(record), offset };
  }
}
