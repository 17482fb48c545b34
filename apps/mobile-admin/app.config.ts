import type { ExpoConfig } from 'expo/config';

const CAMERA = 'Shows you and your pieces to the viewers of your show, and reads the code that your shop shows.';
const MICROPHONE = 'Lets the viewers of your show hear you.';
const projectId = process.env.EAS_PROJECT_ID;

const config: ExpoConfig = {
  name: 'Vitrine Host',
  slug: 'vitrine-admin',
  scheme: 'vitrine-host',
  version: '0.1.0',
  orientation: 'portrait',
  userInterfaceStyle: 'dark',
  backgroundColor: '#0c0b0a',
  icon: './assets/icon.png',
  ios: {
    bundleIdentifier: process.env.VITRINE_IOS_ID ?? 'shop.vitrine.host',
    supportsTablet: true,
    infoPlist: { ITSAppUsesNonExemptEncryption: false, NSLocalNetworkUsageDescription: 'Finds a shop that runs on your own network.' },
  },
  android: {
    package: process.env.VITRINE_ANDROID_ID ?? 'shop.vitrine.host',
    adaptiveIcon: { foregroundImage: './assets/adaptive-icon.png', backgroundColor: '#0c0b0a' },
    blockedPermissions: [
      'android.permission.SYSTEM_ALERT_WINDOW',
      // Agora's parts for sharing a screen and for old telephones.
      'android.permission.FOREGROUND_SERVICE',
      'android.permission.FOREGROUND_SERVICE_MEDIA_PROJECTION',
      'android.permission.READ_PHONE_STATE',
      'android.permission.BLUETOOTH',
      'android.permission.READ_EXTERNAL_STORAGE',
      'android.permission.WRITE_EXTERNAL_STORAGE',
    ],
  },
  web: { output: 'single', bundler: 'metro' },
  plugins: [
    'expo-router',
    ['expo-secure-store', { faceIDPermission: false }],
    ['expo-splash-screen', { image: './assets/splash.png', backgroundColor: '#0c0b0a', imageWidth: 180 }],
    ['expo-camera', { cameraPermission: CAMERA, microphonePermission: MICROPHONE, recordAudioAndroid: true }],
    ['@config-plugins/react-native-webrtc', { cameraPermission: CAMERA, microphonePermission: MICROPHONE }],
    '../../packages/mobile-kit/with-speaker.cjs',
    ['expo-build-properties', { android: { minSdkVersion: 24 }, ios: { deploymentTarget: '16.4' } }],
  ],
  experiments: { baseUrl: '/m/admin', typedRoutes: false },
  extra: projectId ? { eas: { projectId } } : {},
};
export default config;
