/** A fresh idempotency key, also where the page is not served over HTTPS: `randomUUID` is missing there. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
