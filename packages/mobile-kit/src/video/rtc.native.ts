import { Platform } from 'react-native';
import { RTCPeerConnection as NativePeer, MediaStream as NativeStream } from 'react-native-webrtc';
import type { Rtc } from './surroundings.ts';

// It has the browser's surface as far as the client uses it, under types of its own.
export const rtc: Rtc = {
  parts: {
    createPeer: (configuration) =>
      new NativePeer(configuration as ConstructorParameters<typeof NativePeer>[0]) as unknown as RTCPeerConnection,
    createStream: () => new NativeStream() as unknown as MediaStream,
    loadAgora: async () => (await import('./agora/agora.ts')).agora.sdk,
  },
  isSupported: true,
  // Android freezes an app in the background that has no foreground service.
  playsInBackground: Platform.OS === 'ios',
};
