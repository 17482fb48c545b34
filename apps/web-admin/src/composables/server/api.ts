import { createApi } from '@vitrine/client';
import { heedful } from './server-reach.ts';
import { reach } from './use-reach.ts';

let turnedAway: () => void = () => undefined;
/** Sets what is done when a page is refused what it shows because nobody is signed in any more. */
export function onTurnedAway(run: () => void): void {
  turnedAway = run;
}
const asking = heedful(reach, (...asked) => fetch(...asked));

/** The server that served this page. */
export const api = createApi({
  baseUrl: '',
  async fetch(...asked) {
    const response = await asking(...asked);
    // What was sent is told where it was written.
    if (response.status === 401 && asked[1]?.method === 'GET') turnedAway();
    return response;
  },
});

/** Where its sockets are. */
export const socketUrl = (): string => `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`;
