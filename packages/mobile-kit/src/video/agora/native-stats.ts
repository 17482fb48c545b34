import type { AgoraClient, AgoraLocalVideoStats } from '@vitrine/client/video';
import type { AgoraLocalVideo, AgoraRemoteVideo } from './engine.ts';
import type { AgoraTrack } from './stand-ins.ts';

export type Media = 'video' | 'audio';
/** Somebody else in the channel. */
export interface Remote {
  hasVideo: boolean;
  hasAudio: boolean;
  tracks: Map<Media, AgoraTrack>;
  flowing: Set<Media>;
  /** How often it was seen to flow. */
  seen: Record<Media, number>;
  stats: AgoraRemoteVideo;
}

/** The engine's figures in the words of the web's SDK. */
export function remoteVideoStats(remotes: ReadonlyMap<number, Remote>): ReturnType<AgoraClient['getRemoteVideoStats']> {
  return Object.fromEntries(
    [...remotes].map(([uid, remote]) => [
      uid,
      {
        receiveResolutionWidth: remote.stats.width ?? 0,
        receiveResolutionHeight: remote.stats.height ?? 0,
        decodeFrameRate: remote.stats.decoderOutputFrameRate ?? 0,
        receiveBitrate: (remote.stats.receivedBitrate ?? 0) * 1_000,
        receiveDelay: remote.stats.delay ?? 0,
        receivePackets: count(remote, 'video'),
        receivePacketsLost: 0,
      },
    ]),
  );
}
export const remoteAudioStats = (remotes: ReadonlyMap<number, Remote>): { [uid: string]: { receivePackets: number } } =>
  Object.fromEntries([...remotes].map(([uid, remote]) => [uid, { receivePackets: count(remote, 'audio') }]));
/** `roundTrip` in milliseconds. */
export function localVideoStats(local: AgoraLocalVideo, roundTrip: number): AgoraLocalVideoStats {
  const { encodedFrameWidth = 0, encodedFrameHeight = 0, sentFrameRate = 0, sentBitrate = 0, txPacketLossRate = 0 } = local;
  return {
    sendResolutionWidth: encodedFrameWidth,
    sendResolutionHeight: encodedFrameHeight,
    sendFrameRate: sentFrameRate,
    sendBitrate: sentBitrate * 1_000,
    sendRttMs: roundTrip,
    currentPacketLossRate: txPacketLossRate / 100,
  };
}

/** The engine tells when media flows and when it stops, not how much of it: each look while it does counts. */
function count({ flowing, seen }: Remote, media: Media): number {
  if (flowing.has(media)) seen[media] += 1;
  return seen[media];
}
