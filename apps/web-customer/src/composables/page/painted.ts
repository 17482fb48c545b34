/** Milliseconds after which a page that nobody sees goes on: it is not painted. */
const UNSEEN = 250;

/** Resolves when what stands in the page now has been seen. */
export const painted = (): Promise<void> =>
  new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, UNSEEN);
  });
