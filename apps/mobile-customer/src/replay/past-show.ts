import { lazy } from 'react';

/** Pages fetch it with the first replay. */
export const PastShow = lazy(() => import('./PastShow.tsx').then((file) => ({ default: file.PastShow })));
