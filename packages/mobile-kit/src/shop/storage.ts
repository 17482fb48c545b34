import type { Storage } from './surroundings.ts';

/** A browser's own storage. */
export const storage: Storage = {
  read: async (key) => localStorage.getItem(key),
  write: async (key, value) => localStorage.setItem(key, value),
  remove: async (key) => localStorage.removeItem(key),
};
