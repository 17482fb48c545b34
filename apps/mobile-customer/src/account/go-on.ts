import { router } from 'expo-router';

/** Signed in: back to where one wanted to be. */
export const goOn = (): void => (router.canGoBack() ? router.back() : router.replace('/'));
