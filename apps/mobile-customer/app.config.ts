import type { ExpoConfig } from 'expo/config';

/** The shop that the app is built for; without one it asks for the address. */
const server = process.env.EXPO_PUBLIC_SERVER_URL ?? '';
const host = /^https:\/\/([^/:]+)/.exec(server)?.[1];
const projectId = process.env.EAS_PROJECT_ID;

const CAMERA = 'Reads the code that your shop shows, and shows you to the viewers when a host asks you on stage.';
const MICROPHONE = 'Lets the viewers hear you when a host asks you on stage.';

const config: ExpoConfig = {
  name: 'Vitrine',
  slug: 'vitrine-customer',
  scheme: 'vitrine',
  version: '0.1.0',
  orientation: 'portrait',
  userInterfaceStyle: 'dark',
  backgroundColor: '#0c0b0a',
  // What the system asks in; it also tells iOS that the app can be read in German.
  locales: { de: './languages/de.json' },
  icon: './assets/icon.png',
  ios: {
    bundleIdentifier: process.env.VITRINE_IOS_ID ?? 'shop.vitrine.customer',
    supportsTablet: true,
    ...(host ? { associatedDomains: [`applinks:${host}`] } : {}),
    infoPlist: {
      ITSAppUsesNonExemptEncryption: false,
      CFBundleAllowMixedLocalizations: true,
      NSLocalNetworkUsageDescription: 'Finds a shop that runs on your own network.',
      // Who has chosen sound alone goes on hearing the show behind the lock screen.
      UIBackgroundModes: ['audio'],
    },
  },
  android: {
    package: process.env.VITRINE_ANDROID_ID ?? 'shop.vitrine.customer',
    adaptiveIcon: { foregroundImage: './assets/adaptive-icon.png', backgroundColor: '#0c0b0a' },
    ...(host
      ? {
          intentFilters: [
            {
              action: 'VIEW',
              autoVerify: true,
              data: [{ scheme: 'https', host, pathPrefix: '/watch' }],
              category: ['BROWSABLE', 'DEFAULT'],
            },
          ],
        }
      : {}),
    // The plugins would add these.
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
    ['expo-notifications', { defaultChannel: 'shows' }],
    ['expo-splash-screen', { image: './assets/splash.png', backgroundColor: '#0c0b0a', imageWidth: 180 }],
    ['expo-camera', { cameraPermission: CAMERA, microphonePermission: MICROPHONE, recordAudioAndroid: true }],
    ['@config-plugins/react-native-webrtc', { cameraPermission: CAMERA, microphonePermission: MICROPHONE }],
    '../../packages/mobile-kit/with-speaker.cjs',
    ['expo-build-properties', { android: { minSdkVersion: 24 }, ios: { deploymentTarget: '16.4' } }],
  ],
  experiments: { baseUrl: '/m', typedRoutes: false },
  extra: { languages: ['en', 'de'], ...(projectId ? { eas: { projectId } } : {}) },
};
export default config;
