const formats = new Map<string, Intl.NumberFormat>();

function formatOf(currency: string, locale: string | undefined, whole: boolean): Intl.NumberFormat {
  const name = `${locale ?? ''} ${currency} ${whole}`;
  let format = formats.get(name);
  if (!format) {
    format = new Intl.NumberFormat(locale, { style: 'currency', currency, ...(whole ? { maximumFractionDigits: 0 } : {}) });
    formats.set(name, format);
  }
  return format;
}

/**
 * An amount in minor units as people read it. Whole amounts lose their empty decimals ("€68", "€68.50").
 * @param amount minor units (cents); the currency says how many make one.
 */
export function formatMoney(amount: number, currency: string, locale?: string): string {
  const digits = formatOf(currency, locale, false).resolvedOptions().maximumFractionDigits ?? 2;
  const major = amount / 10 ** digits;
  return formatOf(currency, locale, Number.isInteger(major)).format(major);
}
