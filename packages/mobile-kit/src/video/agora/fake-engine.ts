import type { AgoraChannelOptions, AgoraConnection, AgoraEncoder, AgoraEngine, AgoraEvents, AgoraSmallStream } from './engine.ts';

const OK = 0;
type Media = 'video' | 'audio';

/** Agora's native engine as the app meets it: it answers calls with a number, and tells the rest by events. */
export class FakeEngine implements AgoraEngine {
  context: { appId: string; channelProfile: number } | null = null;
  releases = 0;
  /** What `joinChannelEx` answers. */
  answer = OK;
  /** Whether a channel that was joined never says so. */
  isSilent = false;
  readonly joined: { token: string; connection: AgoraConnection; options: AgoraChannelOptions }[] = [];
  readonly left: AgoraConnection[] = [];
  readonly tokens: string[] = [];
  readonly layers = new Map<number, number>();
  readonly volumes = new Map<number, number>();
  options: AgoraChannelOptions = {};
  encoder: AgoraEncoder | null = null;
  small: AgoraSmallStream | null = null;
  camera = { direction: -1, isPreviewing: false };
  muted = { audio: false, video: false };
  turns = 0;
  isLit = false;
  #events: AgoraEvents = {};
  readonly #heard = new Map<string, boolean>();

  // What happens at the other end.

  /** Somebody elsewhere joins the channel that was joined last, to send. */
  comes(uid: number): void {
    this.tell('onUserJoined', uid);
  }
  sends(uid: number, media: Media, isSent: boolean): void {
    this.tell(media === 'video' ? 'onUserMuteVideo' : 'onUserMuteAudio', uid, !isSent);
  }
  flows(uid: number, media: Media, isFlowing: boolean): void {
    this.tell(media === 'video' ? 'onRemoteVideoStateChanged' : 'onRemoteAudioStateChanged', uid, isFlowing ? 2 : 3);
  }
  lose(reason: number): void {
    this.tell('onConnectionStateChanged', 5, reason);
  }
  tell(event: keyof AgoraEvents, ...values: unknown[]): void {
    const listener: unknown = this.#events[event];
    if (typeof listener === 'function') listener(this.joined.at(-1)?.connection ?? {}, ...values);
  }
  /** What of somebody is asked for. */
  heard(uid: number): Record<Media, boolean> {
    return { video: this.#heard.get(`${uid} video`) ?? false, audio: this.#heard.get(`${uid} audio`) ?? false };
  }

  initialize(context: { appId: string; channelProfile: number }): number {
    this.context = context;
    return OK;
  }
  release(): void {
    this.releases += 1;
    this.context = null;
  }
  registerEventHandler(handler: AgoraEvents): boolean {
    this.#events = handler;
    return true;
  }
  enableVideo = (): number => OK;
  setDefaultAudioRouteToSpeakerphone = (): number => OK;
  setRemoteSubscribeFallbackOption = (): number => OK;

  setCameraCapturerConfiguration({ cameraDirection }: { cameraDirection: number }): number {
    this.camera.direction = cameraDirection;
    return OK;
  }
  setVideoEncoderConfiguration(encoder: AgoraEncoder): number {
    this.encoder = encoder;
    return OK;
  }
  startPreview(): number {
    this.camera.isPreviewing = true;
    return OK;
  }
  stopPreview(): number {
    this.camera.isPreviewing = false;
    return OK;
  }
  switchCamera(): number {
    this.turns += 1;
    return OK;
  }
  isCameraTorchSupported = (): boolean => true;
  setCameraTorchOn(isOn: boolean): number {
    this.isLit = isOn;
    return OK;
  }
  muteLocalAudioStream(isMuted: boolean): number {
    this.muted.audio = isMuted;
    return OK;
  }
  muteLocalVideoStream(isMuted: boolean): number {
    this.muted.video = isMuted;
    return OK;
  }

  joinChannelEx(token: string, connection: AgoraConnection, options: AgoraChannelOptions): number {
    if (this.answer < 0) return this.answer;
    this.joined.push({ token, connection, options });
    if (!this.isSilent) queueMicrotask(() => this.#events.onJoinChannelSuccess?.(connection));
    return OK;
  }
  leaveChannelEx(connection: AgoraConnection): number {
    this.left.push(connection);
    return OK;
  }
  updateChannelMediaOptionsEx(options: AgoraChannelOptions): number {
    if (options.token) this.tokens.push(options.token);
    else this.options = options;
    return OK;
  }
  setVideoEncoderConfigurationEx(encoder: AgoraEncoder): number {
    this.encoder = encoder;
    return OK;
  }
  setDualStreamModeEx(_mode: number, small: AgoraSmallStream): number {
    this.small = small;
    return OK;
  }
  muteRemoteAudioStreamEx(uid: number, isMuted: boolean): number {
    this.#heard.set(`${uid} audio`, !isMuted);
    return OK;
  }
  muteRemoteVideoStreamEx(uid: number, isMuted: boolean): number {
    this.#heard.set(`${uid} video`, !isMuted);
    return OK;
  }
  setRemoteVideoStreamTypeEx(uid: number, type: number): number {
    this.layers.set(uid, type);
    return OK;
  }
  adjustUserPlaybackSignalVolumeEx(uid: number, volume: number): number {
    this.volumes.set(uid, volume);
    return OK;
  }
}
