import { type AgoraSdk, UnsupportedProvider } from '@vitrine/client/video';
import { AGORA, type AgoraConnection, type AgoraEncoder, type AgoraEngine, type AgoraEvents, isRefused } from './engine.ts';
import { type EngineHolder, NativeAgoraClient } from './native-client.ts';
import { AgoraStream, AgoraTrack } from './stand-ins.ts';

/** Sizes of what a camera is asked for, and kbit/s. */
export interface OwnPicture {
  width: number;
  height: number;
  bitrate: number;
  facing: 'user' | 'environment';
}
const FRAME_RATE = 30;

/** The phone's one Agora engine: made with the first app id, it serves every channel and the camera. */
export class NativeAgora implements EngineHolder {
  readonly #createEngine: () => AgoraEngine;
  readonly #clients = new Set<NativeAgoraClient>();
  #made: { appId: string; engine: AgoraEngine } | null = null;
  #facing: OwnPicture['facing'] = 'user';
  /** The camera's own stream, while it is open. */
  #own: AgoraStream | null = null;

  constructor(createEngine: () => AgoraEngine) {
    this.#createEngine = createEngine;
  }

  /** What the client takes for the SDK. */
  readonly sdk: AgoraSdk = {
    createClient: (config) => new NativeAgoraClient(config, this),
    createCustomVideoTrack: ({ mediaStreamTrack, width, height, frameRate, bitrateMax }) => ({
      trackMediaType: 'video',
      encoder: encoderOf({ width, height, bitrate: bitrateMax }, frameRate),
      ...this.#ownTrack(mediaStreamTrack),
      replaceTrack: async (track) => void this.#ownTrack(track),
    }),
    createCustomAudioTrack: ({ mediaStreamTrack }) => ({ trackMediaType: 'audio', ...this.#ownTrack(mediaStreamTrack) }),
    createStream: () => new AgoraStream() as unknown as MediaStream,
    setLogLevel: () => {},
  };

  /** The engine for this app; another app's is given up. */
  engineFor(appId: string): AgoraEngine {
    if (this.#made?.appId === appId) return this.#made.engine;
    this.#made?.engine.release(true);
    this.#made = null;
    const engine = this.#createEngine();
    if (isRefused(engine.initialize({ appId, channelProfile: AGORA.liveBroadcasting }))) throw new Error('Agora’s engine did not start.');
    engine.registerEventHandler(this.#events());
    engine.enableVideo();
    engine.setDefaultAudioRouteToSpeakerphone(true);
    // For the engine as a whole, and before it joins: a line that does not carry the picture carries the sound.
    engine.setRemoteSubscribeFallbackOption(AGORA.fallBackToSound);
    this.#made = { appId, engine };
    return engine;
  }
  hold(client: NativeAgoraClient): void {
    this.#clients.add(client);
  }
  forget(client: NativeAgoraClient): void {
    this.#clients.delete(client);
  }

  /** Opens camera and preview; the microphone opens with the first channel that it is published to. */
  openCamera(appId: string, picture: OwnPicture): AgoraStream {
    const engine = this.engineFor(appId);
    this.#facing = picture.facing;
    engine.setCameraCapturerConfiguration({ cameraDirection: picture.facing === 'user' ? AGORA.front : AGORA.rear });
    engine.setVideoEncoderConfiguration(encoderOf(picture, FRAME_RATE));
    if (isRefused(engine.startPreview())) throw new Error('Agora could not open the camera.');
    const stream: AgoraStream = new AgoraStream([
      new AgoraTrack(
        'video',
        { isOwn: true },
        {
          enable: (isEnabled) => engine.muteLocalVideoStream(!isEnabled),
          stop: () => {
            // Another one may have been opened in its place.
            if (this.#own === stream) engine.stopPreview();
          },
        },
      ),
      new AgoraTrack('audio', { isOwn: true }, { enable: (isEnabled) => engine.muteLocalAudioStream(!isEnabled) }),
    ]);
    // What was switched off before stays with the stream that it was switched off in.
    engine.muteLocalVideoStream(false);
    engine.muteLocalAudioStream(false);
    this.#own = stream;
    return stream;
  }
  turn(facing: OwnPicture['facing']): void {
    if (facing === this.#facing || !this.#made) return;
    if (isRefused(this.#made.engine.switchCamera())) throw new Error('Agora could not turn the camera.');
    this.#facing = facing;
  }
  get hasTorch(): boolean {
    return this.#facing === 'environment' && this.#made?.engine.isCameraTorchSupported() === true;
  }
  light(isOn: boolean): void {
    if (!this.#made || isRefused(this.#made.engine.setCameraTorchOn(isOn))) throw new Error('Agora could not switch the light.');
  }

  #ownTrack(track: MediaStreamTrack): { own: AgoraTrack } {
    const own: unknown = track;
    // A camera that is open for another provider can't be had by this one at the same time.
    if (!(own instanceof AgoraTrack))
      throw new UnsupportedProvider('The camera was opened for another video provider. Open the show again.');
    return { own };
  }
  /** Every event names its connection; the client of that one hears it. */
  #events(): AgoraEvents {
    const to =
      <Values extends unknown[]>(tell: (client: NativeAgoraClient, ...values: Values) => void) =>
      (connection: AgoraConnection, ...values: Values): void => {
        for (const client of [...this.#clients]) if (client.isOf(connection)) tell(client, ...values);
      };
    return {
      onJoinChannelSuccess: to((client) => client.joined()),
      onUserJoined: to((client, uid: number) => client.userJoined(uid)),
      onUserOffline: to((client, uid: number) => client.userLeft(uid)),
      onUserMuteVideo: to((client, uid: number, isMuted: boolean) => client.userSends(uid, 'video', !isMuted)),
      onUserMuteAudio: to((client, uid: number, isMuted: boolean) => client.userSends(uid, 'audio', !isMuted)),
      onRemoteVideoStateChanged: to((client, uid: number, state: number) => client.flows(uid, 'video', state === AGORA.decoding)),
      onRemoteAudioStateChanged: to((client, uid: number, state: number) => client.flows(uid, 'audio', state === AGORA.decoding)),
      onConnectionStateChanged: to((client, state: number, reason: number) => client.connectionChanged(state, reason)),
      onTokenPrivilegeWillExpire: to((client) => client.emit('token-privilege-will-expire')),
      onRequestToken: to((client) => client.tokenExpired()),
      onRtcStats: to((client, { lastmileDelay }) => client.tookStats({ roundTrip: lastmileDelay ?? 0 })),
      onRemoteVideoStats: to((client, remote) => client.tookStats({ remote })),
      onLocalVideoStats: to((client, _source: number, local) => client.tookStats({ local })),
    };
  }
}

const encoderOf = ({ width, height, bitrate }: Pick<OwnPicture, 'width' | 'height' | 'bitrate'>, frameRate: number): AgoraEncoder => ({
  dimensions: { width, height },
  frameRate,
  bitrate,
  orientationMode: AGORA.adaptive,
  // A shop's picture is looked at closely: when the uplink is short, frames go before sharpness.
  degradationPreference: AGORA.maintainResolution,
});
