import { LIMITS } from '@vitrine/protocol';
import { amountOf, type CsvRow, parseCsv, plainCell } from '../csv.ts';
import { LIST_SEPARATOR, PRODUCT_COLUMNS, type ProductColumn } from './product-csv.ts';

/** What is wrong with a line of the file. */
export interface LineError {
  line: number;
  message: string;
}
/** The lines of one product: its fields as the first says them, and a variant for each. */
export interface ProductRows {
  /** Where each of its variants stands in the file. */
  lines: number[];
  id: string | null;
  /** As the schemas of the API take it; what the file does not say is left out. */
  fields: Record<string, unknown>;
  variants: Record<string, unknown>[];
  archived: boolean | undefined;
}
type Row = { line: number; cells: Partial<Record<ProductColumn, string>> };

/** Reads a file of products into what the API's schemas can check. Errors name the line. */
export function readProductRows(text: string, currency: string): { products: ProductRows[]; errors: LineError[] } {
  const separator = /^[^\n,]*;/.test(text) ? ';' : ',';
  const [header, ...rows] = parseCsv(text, separator);
  if (!header) return { products: [], errors: [{ line: 1, message: 'the file is empty' }] };
  const columns = header.cells.map((cell) => cell.trim().toLowerCase());
  const unknown = columns.filter((column) => !isColumn(column));
  if (unknown.length > 0) return { products: [], errors: [{ line: 1, message: `unknown column ${unknown.join(', ')}` }] };
  if (rows.length > LIMITS.importLines)
    return { products: [], errors: [{ line: LIMITS.importLines + 2, message: `no more than ${LIMITS.importLines} lines at once` }] };

  const products: ProductRows[] = [];
  const errors: LineError[] = [];
  let last: Row['cells'] | null = null;
  for (const row of rows.map((each) => named(each, columns))) {
    const { line, cells } = row;
    const current = products.at(-1);
    if (current && last && continues(cells, last)) {
      current.lines.push(line);
      current.variants.push(variantOf(row, currency, errors));
    } else {
      products.push({
        lines: [line],
        id: cells.id || null,
        fields: fieldsOf(cells),
        variants: [variantOf(row, currency, errors)],
        archived: yesOrNo(row, errors),
      });
      last = cells;
    }
  }
  return { products, errors };
}

const isColumn = (name: string): name is ProductColumn => PRODUCT_COLUMNS.some((column) => column === name);
const named = ({ line, cells }: CsvRow, columns: string[]): Row => ({
  line,
  cells: Object.fromEntries(columns.map((column, index) => [column, plainCell((cells[index] ?? '').trim())])),
});
/** Another variant of the product before: the same id, or without one the same title or none. */
function continues(cells: Row['cells'], first: Row['cells']): boolean {
  if (cells.id || first.id) return cells.id === first.id;
  return !cells.title || cells.title === first.title;
}

function fieldsOf(cells: Row['cells']): Record<string, unknown> {
  const list = (cell: string): string[] =>
    cell
      .split(LIST_SEPARATOR)
      .map((item) => item.trim())
      .filter(Boolean);
  return {
    ...(cells.title === undefined ? {} : { title: cells.title }),
    ...(cells.description === undefined ? {} : { description: cells.description }),
    ...(cells.tags === undefined ? {} : { tags: list(cells.tags) }),
    ...(cells.images === undefined ? {} : { images: list(cells.images) }),
    ...(cells.tax_rate === undefined ? {} : { taxRate: cells.tax_rate || null }),
  };
}

function variantOf({ line, cells }: Row, currency: string, errors: LineError[]): Record<string, unknown> {
  const amount = (column: 'price' | 'compare_at_price'): number | undefined => {
    const found = amountOf(cells[column] ?? '', currency);
    if (found === null) errors.push({ line, message: `${column}: must be an amount such as 68.00` });
    return found ?? undefined;
  };
  return {
    ...(cells.variant_id ? { id: cells.variant_id } : {}),
    ...(cells.variant === undefined ? {} : { name: cells.variant }),
    price: amount('price'),
    ...(cells.compare_at_price ? { compareAtPrice: amount('compare_at_price') } : {}),
    ...(cells.stock ? { stock: wholeNumber(cells.stock) } : {}),
  };
}
/** What is none stays as it is written, for the schema to say so. */
const wholeNumber = (cell: string): number | string => (/^\d{1,9}$/.test(cell) ? Number(cell) : cell);

function yesOrNo({ line, cells }: Row, errors: LineError[]): boolean | undefined {
  const cell = cells.archived?.toLowerCase();
  if (!cell) return undefined;
  if (cell !== 'yes' && cell !== 'no') errors.push({ line, message: 'archived: must be yes or no' });
  return cell === 'yes';
}
