import type { VitrineApi } from '@vitrine/client';
import Constants from 'expo-constants';
import { getExpoPushTokenAsync, requestPermissionsAsync } from 'expo-notifications';

/** Has the phone told when a show starts, where the shop can and the person agrees; the reminder itself stands without. */
export async function registerForPush(api: VitrineApi): Promise<void> {
  try {
    const { expo } = await api.pushOptions();
    const projectId: unknown = Constants.expoConfig?.extra?.eas?.projectId;
    if (!expo || typeof projectId !== 'string') return;
    if (!(await requestPermissionsAsync()).granted) return;
    const { data: token } = await getExpoPushTokenAsync({ projectId });
    await api.addPushSubscription({ kind: 'expo', token });
  } catch {
    // A phone without push services (an emulator, one without Google's) is told by mail.
  }
}
