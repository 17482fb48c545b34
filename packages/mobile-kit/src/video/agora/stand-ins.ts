import { Store } from '@vitrine/client';
import type { AgoraLocalTrack } from '@vitrine/client/video';
import type { AgoraConnection, AgoraEncoder } from './engine.ts';

/** Whose picture a view shows: one's own camera, or somebody's in a channel. */
export type AgoraPicture = { isOwn: true } | { isOwn: false; uid: number; connection: AgoraConnection };

/** What a track does when it is switched, or ended. */
export interface TrackActs {
  enable: (isEnabled: boolean) => void;
  stop?: () => void;
}

/**
 * Stands for a track that the engine keeps to itself: on phones Agora opens the camera, plays the sound and draws the picture by its own
 * means. It has as much of a `MediaStreamTrack` as the client and the screens use.
 */
export class AgoraTrack {
  readonly kind: 'audio' | 'video';
  readonly id: string;
  readonly picture: AgoraPicture;
  readonly #acts: TrackActs;
  readyState: 'live' | 'ended' = 'live';
  #isEnabled = true;

  constructor(kind: 'audio' | 'video', picture: AgoraPicture, acts: TrackActs) {
    this.kind = kind;
    this.picture = picture;
    this.id = picture.isOwn ? `own ${kind}` : `${picture.uid} ${kind}`;
    this.#acts = acts;
  }
  /** As `react-native-webrtc` says it. */
  get remote(): boolean {
    return !this.picture.isOwn;
  }
  get enabled(): boolean {
    return this.#isEnabled;
  }
  set enabled(isEnabled: boolean) {
    if (isEnabled === this.#isEnabled) return;
    this.#isEnabled = isEnabled;
    if (this.readyState === 'live') this.#acts.enable(isEnabled);
  }
  stop(): void {
    if (this.readyState === 'ended') return;
    this.readyState = 'ended';
    this.#acts.stop?.();
  }
}

/** Stands for a stream of such tracks. It tells which picture it shows, and when that changes. */
export class AgoraStream extends Store<AgoraPicture | null> {
  readonly #tracks = new Set<AgoraTrack>();

  constructor(tracks: readonly AgoraTrack[] = []) {
    super(null);
    for (const track of tracks) this.addTrack(track);
  }
  getTracks(): AgoraTrack[] {
    return [...this.#tracks];
  }
  getVideoTracks(): AgoraTrack[] {
    return this.getTracks().filter(({ kind }) => kind === 'video');
  }
  getAudioTracks(): AgoraTrack[] {
    return this.getTracks().filter(({ kind }) => kind === 'audio');
  }
  addTrack(track: AgoraTrack): void {
    this.#tracks.add(track);
    this.set(this.getVideoTracks()[0]?.picture ?? null);
  }
  removeTrack(track: AgoraTrack): void {
    this.#tracks.delete(track);
    this.set(this.getVideoTracks()[0]?.picture ?? null);
  }
}

/** A track that this SDK has wrapped. */
export interface OwnLocalTrack extends AgoraLocalTrack {
  own: AgoraTrack;
  encoder?: AgoraEncoder;
}
