import type { Push } from './surroundings.ts';

/** Pages are pushed to by the shop's own web app. */
export const push: Push = { refresh: async () => 'none', register: async () => 'none', forget: async () => undefined };
