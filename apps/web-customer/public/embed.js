/*
 * Puts a show of a Vitrine shop into a page, where this script stands:
 *   <script src="https://live.example.com/embed.js" data-show="ID OF THE SHOW" async></script>
 * Also: data-ratio (9 / 16), data-width (420px), data-corners (18px), data-accent (#c2410c), data-title (what a screen reader says).
 */
(() => {
  const script = document.currentScript;
  if (!(script instanceof HTMLScriptElement)) return;
  const { show = '', ratio = '9 / 16', width = '420px', corners = '18px', accent = '', title = 'Live show' } = script.dataset;
  if (!/^[0-9a-f]{24}$/.test(show)) {
    console.warn('Vitrine: data-show is the id of a show, the last part of its address.');
    return;
  }
  const address = new URL(`/embed/${show}`, script.src);
  const [, color] = /^#?([0-9a-f]{6})$/i.exec(accent) ?? [];
  if (color) address.searchParams.set('accent', color.toLowerCase());

  const frame = document.createElement('iframe');
  frame.src = address.href;
  frame.title = title;
  frame.loading = 'lazy';
  frame.referrerPolicy = 'strict-origin';
  // It may not lead this page away, nor open its dialogs; what is bought or opened goes on in a window of its own.
  frame.setAttribute('sandbox', 'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox');
  frame.allow = 'autoplay; fullscreen; picture-in-picture; clipboard-write; web-share';
  Object.assign(frame.style, {
    display: 'block',
    width: '100%',
    maxWidth: width,
    aspectRatio: ratio,
    border: '0',
    borderRadius: corners,
    background: '#0c0b0a',
  });
  script.after(frame);
})();
