/** Of the data block that the server wrote into the page. */
const BLOCK = 'first-answers';
/** Milliseconds after the page was opened; one that took longer to begin asks for all of it. */
const FRESH = 10_000;

/** A page that is gone back to may be the browser's copy of what it was. */
function isOpenedAnew(): boolean {
  const [navigation] = performance.getEntriesByType('navigation');
  return navigation === undefined || !('type' in navigation) || navigation.type !== 'back_forward';
}

function readBlock(): Map<string, unknown> {
  const block = document.getElementById(BLOCK);
  if (!block || !isOpenedAnew()) return new Map();
  return new Map(Object.entries(JSON.parse(block.textContent ?? '{}') as Record<string, unknown>));
}

/** A body of its own would be read in a later task, and the browser would paint a page that still waits before that. */
const answerAtOnce = (json: string): Response => Object.assign(new Response(), { text: () => Promise.resolve(json) });

/**
 * A `fetch` that knows the answers which came with the page: each is given once, to what the page asks for as it begins.
 */
export function answeredFirst(): typeof fetch {
  const answers = readBlock();
  return async (input, init = {}) => {
    if (answers.size > 0 && (init.method !== 'GET' || performance.now() > FRESH)) answers.clear();
    const address = String(input);
    if (!answers.has(address)) return fetch(input, init);
    const answer = answers.get(address);
    answers.delete(address);
    // The page has begun: what it doesn't ask for at once it asks for when something has changed.
    setTimeout(() => answers.clear());
    return answerAtOnce(JSON.stringify(answer));
  };
}
