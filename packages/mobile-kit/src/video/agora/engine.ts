/** As much of `react-native-agora` 4.6 as is used here, in types of our own: tests need no native module, and pages get none of its types. */
export interface AgoraEngine {
  initialize(context: { appId: string; channelProfile: number }): number;
  release(sync?: boolean): void;
  registerEventHandler(handler: AgoraEvents): boolean;
  enableVideo(): number;
  setDefaultAudioRouteToSpeakerphone(isSpeaker: boolean): number;
  setRemoteSubscribeFallbackOption(option: number): number;

  setCameraCapturerConfiguration(configuration: { cameraDirection: number }): number;
  setVideoEncoderConfiguration(configuration: AgoraEncoder): number;
  startPreview(): number;
  stopPreview(): number;
  switchCamera(): number;
  isCameraTorchSupported(): boolean;
  setCameraTorchOn(isOn: boolean): number;
  muteLocalAudioStream(isMuted: boolean): number;
  muteLocalVideoStream(isMuted: boolean): number;

  joinChannelEx(token: string, connection: AgoraConnection, options: AgoraChannelOptions): number;
  leaveChannelEx(connection: AgoraConnection): number;
  updateChannelMediaOptionsEx(options: AgoraChannelOptions, connection: AgoraConnection): number;
  setVideoEncoderConfigurationEx(configuration: AgoraEncoder, connection: AgoraConnection): number;
  setDualStreamModeEx(mode: number, small: AgoraSmallStream, connection: AgoraConnection): number;
  muteRemoteAudioStreamEx(uid: number, isMuted: boolean, connection: AgoraConnection): number;
  muteRemoteVideoStreamEx(uid: number, isMuted: boolean, connection: AgoraConnection): number;
  setRemoteVideoStreamTypeEx(uid: number, type: number, connection: AgoraConnection): number;
  adjustUserPlaybackSignalVolumeEx(uid: number, volume: number, connection: AgoraConnection): number;
}
/** The calls give a number below zero when they refuse. */
export const isRefused = (answer: number): boolean => answer < 0;

/** One channel as one uid; the engine has several at once. */
export interface AgoraConnection {
  channelId?: string;
  localUid?: number;
}
export interface AgoraChannelOptions {
  token?: string;
  channelProfile?: number;
  clientRoleType?: number;
  audienceLatencyLevel?: number;
  autoSubscribeAudio?: boolean;
  autoSubscribeVideo?: boolean;
  publishCameraTrack?: boolean;
  publishMicrophoneTrack?: boolean;
}
/** Bitrates in kbit/s. */
export interface AgoraEncoder {
  dimensions: { width: number; height: number };
  frameRate: number;
  bitrate: number;
  orientationMode: number;
  degradationPreference: number;
}
export interface AgoraSmallStream {
  dimensions: { width: number; height: number };
  framerate: number;
  kBitrate: number;
}
export interface AgoraEvents {
  onJoinChannelSuccess?(connection: AgoraConnection): void;
  onUserJoined?(connection: AgoraConnection, uid: number): void;
  onUserOffline?(connection: AgoraConnection, uid: number): void;
  onUserMuteVideo?(connection: AgoraConnection, uid: number, isMuted: boolean): void;
  onUserMuteAudio?(connection: AgoraConnection, uid: number, isMuted: boolean): void;
  onRemoteVideoStateChanged?(connection: AgoraConnection, uid: number, state: number): void;
  onRemoteAudioStateChanged?(connection: AgoraConnection, uid: number, state: number): void;
  onConnectionStateChanged?(connection: AgoraConnection, state: number, reason: number): void;
  onTokenPrivilegeWillExpire?(connection: AgoraConnection): void;
  onRequestToken?(connection: AgoraConnection): void;
  onRtcStats?(connection: AgoraConnection, stats: { lastmileDelay?: number }): void;
  onRemoteVideoStats?(connection: AgoraConnection, stats: AgoraRemoteVideo): void;
  onLocalVideoStats?(connection: AgoraConnection, source: number, stats: AgoraLocalVideo): void;
}
/** Bitrates in kbit/s, delays in ms. */
export interface AgoraRemoteVideo {
  uid?: number;
  width?: number;
  height?: number;
  receivedBitrate?: number;
  decoderOutputFrameRate?: number;
  delay?: number;
}
/** `txPacketLossRate` in per cent. */
export interface AgoraLocalVideo {
  encodedFrameWidth?: number;
  encodedFrameHeight?: number;
  sentFrameRate?: number;
  sentBitrate?: number;
  txPacketLossRate?: number;
}

/** The SDK's numbers. */
export const AGORA = {
  liveBroadcasting: 1,
  broadcaster: 1,
  audience: 2,
  rear: 0,
  front: 1,
  /** Upright or not, as the phone is held. */
  adaptive: 0,
  maintainResolution: 3,
  simulcast: 1,
  fallBackToSound: 2,
  /** Of a remote picture or sound: it is decoded, and comes out. */
  decoding: 2,
  connected: 3,
  hidden: 1,
  mirrored: 1,
  notMirrored: 2,
} as const;
