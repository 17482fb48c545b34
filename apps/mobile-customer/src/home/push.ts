import type { VitrineApi } from '@vitrine/client';

/** Pages are pushed to by the shop's own web app. */
export const registerForPush = async (_api: VitrineApi): Promise<void> => {};
