import type { Timers } from '../../timers.ts';
import { type AgoraCredentials, type ChannelLost, joinChannel, type RenewCredentials } from './connection.ts';
import type { AgoraClient, AgoraRemoteUser, AgoraSdk, LoadAgora } from './sdk.ts';

/** 2: ultra-low latency, well below a second; 1, low latency, costs less and lags a second or two. */
const AUDIENCE_LATENCY = 2;
/** A channel that nobody watches any more is kept so long, in ms: players come back after a short loss, or go on to another seat. */
const KEPT_FOR = 10_000;

export interface AudienceParts {
  renew: RenewCredentials;
  loadAgora: LoadAgora;
  timers: Timers;
}

/** By app and channel. */
const channels = new Map<string, Promise<WatchedChannel>>();

/** The channel of these credentials, joined as one of its audience unless that has been done already. Whoever gets it releases it once. */
export async function watchChannel(credentials: AgoraCredentials, parts: AudienceParts): Promise<WatchedChannel> {
  const key = `${credentials.appId} ${credentials.channel}`;
  const forget = (): void => {
    if (channels.get(key) === joined) channels.delete(key);
  };
  const joined = channels.get(key) ?? WatchedChannel.join(credentials, parts, () => forget());
  channels.set(key, joined);
  try {
    const channel = await joined;
    channel.hold();
    return channel;
  } catch (error) {
    forget();
    throw error;
  }
}

/** A channel that is watched: one connection, shared by the players of all its seats. */
export class WatchedChannel {
  readonly client: AgoraClient;
  readonly #sdk: AgoraSdk;
  readonly #timers: Timers;
  readonly #onGone: () => void;
  readonly #changeListeners = new Set<() => void>();
  readonly #lossListeners = new Set<(error: ChannelLost) => void>();
  #leave: () => Promise<void> = async () => {};
  #users = 0;
  #cancelEnd: () => void = () => {};

  private constructor(sdk: AgoraSdk, client: AgoraClient, timers: Timers, onGone: () => void) {
    this.#sdk = sdk;
    this.client = client;
    this.#timers = timers;
    this.#onGone = onGone;
  }
  static async join(
    credentials: AgoraCredentials,
    { renew, loadAgora, timers }: AudienceParts,
    onGone: () => void,
  ): Promise<WatchedChannel> {
    const sdk = await loadAgora();
    const client = sdk.createClient({ mode: 'live', codec: 'vp8', role: 'audience', clientRoleOptions: { level: AUDIENCE_LATENCY } });
    const channel = new WatchedChannel(sdk, client, timers, onGone);
    for (const event of ['user-published', 'user-unpublished'] as const) client.on(event, () => channel.#tell());
    channel.#leave = await joinChannel(client, credentials, { renew, timers, onLost: (error) => channel.#lose(error) });
    return channel;
  }

  /** For the tracks of one seat. */
  createStream(): MediaStream {
    return this.#sdk.createStream?.() ?? new MediaStream();
  }
  /** Who publishes as this uid, if somebody does. */
  publisher(uid: number): AgoraRemoteUser | undefined {
    return this.client.remoteUsers.find((user) => user.uid === uid && (user.hasVideo || user.hasAudio));
  }
  /** Hears when somebody begins or ceases to send picture or sound; gives the function that stops it. */
  onChange(listener: () => void): () => void {
    this.#changeListeners.add(listener);
    return () => this.#changeListeners.delete(listener);
  }
  /** Hears that the channel is lost; gives the function that stops it. */
  onLost(listener: (error: ChannelLost) => void): () => void {
    this.#lossListeners.add(listener);
    return () => this.#lossListeners.delete(listener);
  }

  hold(): void {
    this.#cancelEnd();
    this.#users += 1;
  }
  release(): void {
    this.#users -= 1;
    if (this.#users > 0) return;
    // A connection that is being mended is not worth waiting for.
    if (this.client.connectionState === 'CONNECTED') this.#cancelEnd = this.#timers.after(KEPT_FOR, () => this.#end());
    else this.#end();
  }

  #end(): void {
    this.#onGone();
    void this.#leave();
  }
  #lose(error: ChannelLost): void {
    this.#cancelEnd();
    this.#onGone();
    for (const listener of [...this.#lossListeners]) listener(error);
  }
  #tell(): void {
    for (const listener of [...this.#changeListeners]) listener();
  }
}
