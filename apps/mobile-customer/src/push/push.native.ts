import type { VitrineApi } from '@vitrine/client';
import { storage } from '@vitrine/mobile-kit';
import Constants from 'expo-constants';
import {
  AndroidImportance,
  getExpoPushTokenAsync,
  getPermissionsAsync,
  requestPermissionsAsync,
  setNotificationChannelAsync,
} from 'expo-notifications';
import { Platform } from 'react-native';
import { text } from '../text/index.ts';
import type { Push, PushState } from './surroundings.ts';

/** Where it is kept what the shop calls this phone's subscription. */
const SUBSCRIPTION = 'vitrine.push';
/** As `app.config.ts` names it: pushes that name none come by it. */
const CHANNEL = 'shows';

type Asking = typeof getPermissionsAsync | typeof requestPermissionsAsync;

async function subscribe(api: VitrineApi, permission: Asking): Promise<PushState> {
  try {
    const { expo } = await api.pushOptions();
    const projectId: unknown = Constants.expoConfig?.extra?.eas?.projectId;
    if (!expo || typeof projectId !== 'string') return 'none';
    // Android 13 asks nobody before there is a channel to ask for.
    if (Platform.OS === 'android')
      await setNotificationChannelAsync(CHANNEL, { name: text.push.channel, importance: AndroidImportance.HIGH });
    const { granted, canAskAgain } = await permission();
    if (!granted) return canAskAgain ? 'ask' : 'blocked';
    const { data: token } = await getExpoPushTokenAsync({ projectId });
    const { _id } = await api.addPushSubscription({ kind: 'expo', token });
    await storage.write(SUBSCRIPTION, _id).catch(() => undefined);
    return 'on';
  } catch {
    // A phone without push services: an emulator, one without Google's.
    return 'none';
  }
}

export const push: Push = {
  refresh: (api) => subscribe(api, getPermissionsAsync),
  register: (api) => subscribe(api, requestPermissionsAsync),
  async forget(api) {
    const id = await storage.read(SUBSCRIPTION).catch(() => null);
    if (id === null) return;
    // One that the shop does not know any more is gone as well.
    await api.removePushSubscription(id).catch(() => undefined);
    await storage.remove(SUBSCRIPTION).catch(() => undefined);
  },
};
