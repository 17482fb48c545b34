import { useEffect, useState } from 'react';
import { AccessibilityInfo } from 'react-native';

/** Whether the person asked for less motion: then things appear in place. */
export function useReducedMotion(): boolean {
  const [isReduced, setReduced] = useState(false);
  useEffect(() => {
    let isHere = true;
    AccessibilityInfo.isReduceMotionEnabled().then(
      (now) => {
        if (isHere) setReduced(now);
      },
      () => undefined,
    );
    const subscription = AccessibilityInfo.addEventListener('reduceMotionChanged', setReduced);
    return () => {
      isHere = false;
      subscription.remove();
    };
  }, []);
  return isReduced;
}
