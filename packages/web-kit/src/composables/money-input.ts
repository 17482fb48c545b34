import { locale } from '../text/language.ts';

/** How many decimals a currency has: 2 for EUR, 0 for JPY. */
export function currencyDigits(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** The sign of a currency as the reader knows it: `€`. */
export function currencySign(currency: string): string {
  const parts = new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }).formatToParts(0);
  return parts.find((part) => part.type === 'currency')?.value ?? currency;
}

/** Minor units as one writes them in a field, without grouping: 6850 is `68.50`, 6800 is `68`. */
export function minorToText(minor: number, digits: number): string {
  const whole = Math.trunc(minor / 10 ** digits);
  const rest = minor - whole * 10 ** digits;
  return rest === 0 ? String(whole) : `${whole}.${String(rest).padStart(digits, '0')}`;
}

/**
 * Minor units from what was written, read digit by digit so that no binary fraction rounds it. A dot or a comma is the decimal sign; what
 * could be grouping (`1,234.50`, `1.234`) is refused for a currency of two decimals, never guessed. Null when empty.
 */
export function textToMinor(text: string, digits: number): number | null | 'invalid' {
  const written = text.trim();
  if (written === '') return null;
  const match = /^(\d{1,9})(?:[.,](\d*))?$/.exec(written);
  const [, whole, decimals = ''] = match ?? [];
  if (whole === undefined || decimals.length > digits) return 'invalid';
  return Number(whole) * 10 ** digits + Number(decimals.padEnd(digits, '0') || 0);
}
