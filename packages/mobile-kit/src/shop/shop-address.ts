/**
 * The origin that somebody means by what was typed or scanned: `shop.example` is `https://shop.example`; a bare address of the local network or
 * one with a port is plain HTTP, as `npm start` serves it. null when it is no address.
 */
export function shopAddress(text: string): string | null {
  const typed = text.trim().replace(/\/+$/, '');
  if (typed === '' || /\s/.test(typed)) return null;
  const isLocal = /^(localhost|\d+\.\d+\.\d+\.\d+|\[)/.test(typed) || /^[^/]+:\d+$/.test(typed);
  const whole = /^[a-z][a-z+.-]*:\/\//i.test(typed) ? typed : `${isLocal ? 'http' : 'https'}://${typed}`;
  const parts = /^(https?):\/\/([^/?#\s]+)/i.exec(whole);
  const host = parts?.[2];
  if (!parts?.[1] || !host || !/^(\[[\da-f:]+\]|[\w-]+(\.[\w-]+)*)(:\d{1,5})?$/i.test(host)) return null;
  return `${parts[1].toLowerCase()}://${host.toLowerCase()}`;
}
