/* global jest */
require('react-native-reanimated').setUpTests();
// What a screen loads when it first needs it is compiled then.
require('@testing-library/react-native').configure({ asyncUtilTimeout: 20_000 });
jest.mock('react-native-keyboard-controller', () => require('react-native-keyboard-controller/jest'));
// Nothing moves: what is animated would come to its end in a clock that tests don't hold.
require('react-native').AccessibilityInfo.isReduceMotionEnabled.mockResolvedValue(true);
// The native half is not there; what the apps do with it is tested in a browser, with a camera.
jest.mock('react-native-webrtc', () => {
  const mediaDevices = { getUserMedia: jest.fn(() => Promise.reject(Object.assign(new Error('none'), { name: 'NotFoundError' }))) };
  class RTCPeerConnection {
    constructor() {
      throw new Error('no WebRTC in Jest');
    }
  }
  return { RTCPeerConnection, MediaStream: class {}, RTCView: 'RTCView', mediaDevices };
});
jest.mock('expo-secure-store', () => {
  const kept = new Map();
  return {
    AFTER_FIRST_UNLOCK: 0,
    getItemAsync: async (key) => kept.get(key) ?? null,
    setItemAsync: async (key, value) => void kept.set(key, value),
    deleteItemAsync: async (key) => void kept.delete(key),
  };
});
jest.mock('expo-keep-awake', () => ({ useKeepAwake: () => undefined }));
jest.mock('expo-font', () => ({ useFonts: () => [true, null], isLoaded: () => true, loadAsync: async () => undefined }));
jest.mock('expo-network', () => ({
  addNetworkStateListener: () => ({ remove: () => undefined }),
  getNetworkStateAsync: async () => ({ isConnected: true }),
}));
// A past show that nobody plays here.
jest.mock('expo-video', () => ({ useVideoPlayer: () => ({ addListener: () => ({ remove: () => undefined }) }), VideoView: 'VideoView' }));
jest.mock('expo-crypto', () => ({ randomUUID: () => require('node:crypto').randomUUID() }));
// It shows nothing before the native half has told how large the screen is.
jest.mock('react-native-safe-area-context', () => require('react-native-safe-area-context/jest/mock').default);
jest.mock('expo-notifications', () => ({
  AndroidImportance: { HIGH: 4 },
  DEFAULT_ACTION_IDENTIFIER: 'tapped',
  getPermissionsAsync: jest.fn(async () => ({ granted: false, canAskAgain: true })),
  requestPermissionsAsync: jest.fn(async () => ({ granted: false, canAskAgain: false })),
  getExpoPushTokenAsync: jest.fn(async () => ({ data: 'ExponentPushToken[one]' })),
  setNotificationChannelAsync: jest.fn(async () => null),
  setNotificationHandler: () => undefined,
  useLastNotificationResponse: jest.fn(() => null),
  clearLastNotificationResponse: jest.fn(),
}));
// Taken down before a test gives the time back: what a screen still waits for by a made-up clock, it would else wait for without an end.
afterEach(() => require('@testing-library/react-native').cleanup());
