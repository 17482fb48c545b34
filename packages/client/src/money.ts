const formats = new Map<string, Intl.NumberFormat>();

function formatOf(currency: string, exact: boolean, locale: string | undefined): Intl.NumberFormat {
  const name = `${locale ?? ''} ${currency} ${exact}`;
  const known = formats.get(name);
  if (known) return known;
  const made = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    ...(exact ? {} : { trailingZeroDisplay: 'stripIfInteger' }),
  } as Intl.NumberFormatOptions);
  formats.set(name, made);
  return made;
}

/**
 * Money as people read it, with as many decimals as its currency has: `€68`, `€68.50`, `¥6,800`.
 * @param minor minor units (cents); the currency says how many make one.
 * @param exact keeps `€68.00`, for totals.
 * @param locale the reader's own when left out.
 */
export function formatMoney(minor: number, currency: string, exact = false, locale?: string): string {
  const digits = formatOf(currency, true, locale).resolvedOptions().maximumFractionDigits ?? 2;
  return formatOf(currency, exact, locale).format(minor / 10 ** digits);
}
