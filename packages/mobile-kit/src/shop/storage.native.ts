import { AFTER_FIRST_UNLOCK, deleteItemAsync, getItemAsync, setItemAsync } from 'expo-secure-store';
import type { Storage } from './surroundings.ts';

/** The keychain, or Android's encrypted preferences: sign-ins and addresses are nobody else's. */
export const storage: Storage = {
  read: (key) => getItemAsync(key),
  // A push may start the app before the phone is unlocked again.
  write: (key, value) => setItemAsync(key, value, { keychainAccessible: AFTER_FIRST_UNLOCK }),
  remove: (key) => deleteItemAsync(key),
};
