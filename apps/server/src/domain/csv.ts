/** RFC 4180, read and written; and amounts as people write them. */

/** What a spreadsheet would take for a formula: a cell with such a start could run something (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r]/;
const NEEDS_QUOTES = /[",\r\n;]/;

/** One line of a CSV file, its end included. Text that a spreadsheet would run is made text by an apostrophe. */
export const csvLine = (cells: readonly (string | number | null)[]): string => `${cells.map(csvCell).join(',')}\r\n`;

function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
/** Takes away the apostrophe that `csvLine` put before what looked like a formula. */
export const plainCell = (cell: string): string => (cell.startsWith("'") && FORMULA.test(cell.slice(1)) ? cell.slice(1) : cell);

export interface CsvRow {
  /** Where it begins in the file; the first line is 1. */
  line: number;
  cells: string[];
}
/** The rows of a CSV file, empty ones left out. Reads CRLF and LF, and text without its closing quote to the end. */
export function* parseCsv(text: string, separator: ',' | ';' = ','): Generator<CsvRow> {
  const source = text.startsWith('\ufeff') ? text.slice(1) : text;
  let line = 1;
  let row: CsvRow = { line, cells: [] };
  let cell = '';
  let isQuoted = false;
  for (let index = 0; index < source.length; index += 1) {
    const char = source[index];
    if (char === '\n') line += 1;
    if (isQuoted) {
      if (char !== '"') cell += char;
      else if (source[index + 1] === '"') {
        cell += '"';
        index += 1;
      } else isQuoted = false;
    } else if (char === '"' && cell === '') isQuoted = true;
    else if (char === separator) {
      row.cells.push(cell);
      cell = '';
    } else if (char === '\n') {
      row.cells.push(cell.endsWith('\r') ? cell.slice(0, -1) : cell);
      if (!isEmpty(row)) yield row;
      row = { line, cells: [] };
      cell = '';
    } else cell += char;
  }
  row.cells.push(cell);
  if (!isEmpty(row)) yield row;
}
const isEmpty = ({ cells }: CsvRow): boolean => cells.every((each) => each.trim() === '');

/** How many digits the currency has behind the point (ISO 4217). */
export const minorDigits = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

/** An amount in minor units as a plain decimal: 6800 of EUR is `68.00`. */
export function decimalAmount(amount: number, currency: string): string {
  const digits = minorDigits(currency);
  if (digits === 0) return String(amount);
  const text = String(amount).padStart(digits + 1, '0');
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
/** The amount in minor units that a plain decimal says; null when it says none, or more digits than the currency has. */
export function amountOf(text: string, currency: string): number | null {
  const digits = minorDigits(currency);
  const match = /^(\d{1,9})(?:[.,](\d+))?$/.exec(text.trim());
  if (!match) return null;
  const [, whole = '', fraction = ''] = match;
  if (fraction.length > digits) return null;
  return Number(whole) * 10 ** digits + Number(fraction.padEnd(digits, '0') || 0);
}
