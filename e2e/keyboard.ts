import type { Locator, Page } from 'playwright-core';

/** What the keyboard could not do on a page, a line each. */
export interface KeyboardFaults {
  /** Controls that Tab never came to. */
  missed: string[];
  /** Controls that don't show that they have the focus. */
  unseen: string[];
}
/** More than any page has. */
const MANY = 200;
/** Milliseconds. */
const PATIENCE = 10_000;

/** Goes through a page by Tab from its beginning to its end. Of a group of tabs or radio buttons it stops at one: the arrow keys do the rest. */
export async function walkByKeyboard(page: Page): Promise<KeyboardFaults> {
  await page.evaluate(() => {
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute('tabindex');
  });
  const unseen: string[] = [];
  for (let step = 0; step < MANY; step++) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const at = document.activeElement;
      if (!(at instanceof HTMLElement) || at === document.body || at.dataset.walked !== undefined) return { isOver: true };
      at.dataset.walked = '';
      const style = (one: Element | null): CSSStyleDeclaration | undefined => (one ? getComputedStyle(one) : undefined);
      const isOutlined = (one: Element | null): boolean => (style(one)?.outlineStyle ?? 'none') !== 'none';
      // A radio button that only screen readers see shows it on its label, a field without a frame on its form.
      const isSeen = [at, at.parentElement, at.matches('.sr-only') ? at.nextElementSibling : null].some(isOutlined);
      return { isOver: false, unseen: isSeen ? undefined : at.outerHTML.slice(0, 160) };
    });
    if (stop.isOver) break;
    if (stop.unseen !== undefined) unseen.push(stop.unseen);
  }
  const missed = await page.evaluate(() => {
    const group = (one: Element): Element | null => one.closest('[role=tablist], fieldset');
    const isInWalkedGroup = (one: Element): boolean =>
      one.matches('[role=tab], [type=radio]') && Boolean(group(one)?.querySelector('[data-walked]'));
    return [...document.querySelectorAll<HTMLElement>('button, a[href], input, select, textarea, summary, [role=button]')]
      .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.matches(':disabled, [data-walked], [type=file]'))
      .filter((one) => !isInWalkedGroup(one))
      .map((one) => one.outerHTML.slice(0, 160));
  });
  await page.evaluate(() => {
    for (const one of document.querySelectorAll<HTMLElement>('[data-walked]')) delete one.dataset.walked;
  });
  return { missed, unseen };
}

/** Opens what a control opens, finds the focus kept in there however often Tab is pressed, and given back by Escape. Gives what went wrong. */
export async function opensByKeyboard(page: Page, opener: Locator, role: 'dialog' | 'menu' = 'dialog'): Promise<string[]> {
  // One may stand there already, and ask something in another.
  const all = page.locator(`[role=${role}]:not([data-state=closed])`);
  const opened = all.nth(await all.count());
  // By itself: while a dialog stands before it, no name leads there.
  const button = await opener.elementHandle();
  await opener.focus();
  await page.keyboard.press('Enter');
  await opened.waitFor();
  const wrong: string[] = [];
  const hasFocus = (): Promise<boolean> => opened.evaluate((one) => one.contains(document.activeElement));
  if (!(await hasFocus())) wrong.push('does not take the focus');
  // Once around, and a step on.
  const turn = role === 'dialog' ? (await opened.locator('button, a, input, select, textarea').count()) + 1 : 0;
  for (let step = 0; step < turn && wrong.length === 0; step++) {
    await page.keyboard.press('Tab');
    if (!(await hasFocus())) wrong.push(`loses the focus after ${step + 1} times Tab`);
  }
  await page.keyboard.press('Escape');
  await opened.waitFor({ state: 'detached' });
  // It leaves in its own time, and gives the focus back at the end of it.
  const given = page.waitForFunction((one) => one === document.activeElement, button, { timeout: PATIENCE });
  await given.catch(() => wrong.push('does not give the focus back'));
  return wrong;
}
