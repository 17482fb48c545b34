import { AppState } from 'react-native';

/** Hears when the app comes to the front (true) or goes to the background (false); `inactive` is a glance at something else. */
export function onActivity(listener: (isHere: boolean) => void): () => void {
  const subscription = AppState.addEventListener('change', (state) => {
    if (state === 'active') listener(true);
    else if (state === 'background') listener(false);
  });
  return () => subscription.remove();
}
