/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

/** What runs in the browser: serialised by Playwright, so it stands alone. */

/** Notes how long each frame took, in ms, until the last line of the chat is this one. */
export function framesUntilRead(words: string): Promise<number[]> {
  return new Promise((resolve) => {
    const frames: number[] = [];
    let last = performance.now();
    const lines = document.querySelector('[role="log"] .lines');
    function tick(now: number): void {
      frames.push(now - last);
      last = now;
      if (lines?.lastElementChild?.textContent?.includes(words)) resolve(frames);
      else requestAnimationFrame(tick);
    }
    requestAnimationFrame((now) => {
      last = now;
      requestAnimationFrame(tick);
    });
  });
}
/** The same for so long, in ms. */
export function framesFor(duration: number): Promise<number[]> {
  return new Promise((resolve) => {
    const frames: number[] = [];
    const begun = performance.now();
    let last = begun;
    function tick(now: number): void {
      frames.push(now - last);
      last = now;
      if (now - begun < duration) requestAnimationFrame(tick);
      else resolve(frames);
    }
    requestAnimationFrame((now) => {
      last = now;
      requestAnimationFrame(tick);
    });
  });
}
