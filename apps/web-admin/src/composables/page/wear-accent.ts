/** Puts the shop's accent on at once; with the next page the server names its style sheet itself. */
export function wearAccent(color: string | null): void {
  document.querySelector('link[href^="/theme.css"]')?.remove();
  if (color === null) return;
  const sheet = document.createElement('link');
  sheet.rel = 'stylesheet';
  sheet.href = `/theme.css?accent=${color.slice(1)}`;
  document.head.append(sheet);
}
