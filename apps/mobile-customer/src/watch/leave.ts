import type { router } from 'expo-router';

/** Back to where one came from; a link that was opened from outside leads to the shop. */
export function leaveShow(to: Pick<typeof router, 'canGoBack' | 'back' | 'replace'>): void {
  if (to.canGoBack()) to.back();
  else to.replace('/');
}
