import {
  clearLastNotificationResponse,
  DEFAULT_ACTION_IDENTIFIER,
  setNotificationHandler,
  useLastNotificationResponse,
} from 'expo-notifications';
import { router, useRootNavigationState } from 'expo-router';
import { useEffect } from 'react';
import { toldShow } from './told-show.ts';

// While the app is in front as well: whoever watches one show wants to know of the other.
setNotificationHandler({
  handleNotification: async () => ({ shouldShowBanner: true, shouldShowList: true, shouldPlaySound: false, shouldSetBadge: false }),
});

/** Opens the show of a notification that was tapped, also of the one that started the app. */
export function OpenedPush(): null {
  const tapped = useLastNotificationResponse();
  const isReady = useRootNavigationState()?.key !== undefined;
  useEffect(() => {
    if (!isReady || !tapped || tapped.actionIdentifier !== DEFAULT_ACTION_IDENTIFIER) return;
    // Once: it would be the last one for ever.
    clearLastNotificationResponse();
    const show = toldShow(tapped.notification.request.content.data);
    if (show !== null) router.navigate(`/watch/${show}`);
  }, [tapped, isReady]);
  return null;
}
