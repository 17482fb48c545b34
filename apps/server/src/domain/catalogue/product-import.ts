import { Id, type ProductImport, ProductInput, ProductPatch } from '@vitrine/protocol';
import type { ProductRecord } from '../../ports/storage.ts';
import { DomainError } from '../errors.ts';
import { derivedId, sha256 } from '../ids.ts';
import { type LineError, type ProductRows, readProductRows } from './product-rows.ts';

/** Lines that are named when a file is refused. */
const MAX_ERRORS = 100;

/** What an import does to the catalogue. */
export interface ImportInto {
  currency: string;
  byId(id: string): Promise<ProductRecord | null>;
  /** @throws DomainError `invalid` with the fields that don't fit. */
  assertFits(input: ProductInput | ProductPatch, before?: ProductRecord): void;
  insert(id: string, input: ProductInput, archived: boolean): Promise<void>;
  change(before: ProductRecord, patch: ProductPatch): Promise<void>;
}
type Step =
  | { kind: 'create'; id: string; input: ProductInput; archived: boolean }
  | { kind: 'change'; before: ProductRecord; patch: ProductPatch };

/**
 * Brings a file of products into the catalogue: those with an id are changed, those without are made. The whole file is checked first;
 * one wrong line and nothing is done. The same file sent again makes nothing twice: new ids are derived from it.
 * @throws DomainError `invalid`, a field for each wrong line.
 */
export async function importProducts(text: string, into: ImportInto): Promise<ProductImport> {
  const { products, errors } = readProductRows(text, into.currency);
  const file = sha256(text);
  const steps: Step[] = [];
  for (const rows of products) {
    const step = await stepOf(rows, derivedId('import', file, String(rows.lines[0])), into, errors);
    if (step) steps.push(step);
  }
  if (errors.length > 0)
    throw new DomainError('invalid', 'The file has lines that are wrong; nothing was imported.', {
      fields: errors
        .sort((one, other) => one.line - other.line)
        .slice(0, MAX_ERRORS)
        .map(({ line, message }) => ({ path: `line ${line}`, message })),
    });
  const done: ProductImport = { created: 0, updated: 0, unchanged: 0 };
  for (const step of steps) done[await take(step, into)] += 1;
  return done;
}

async function stepOf(rows: ProductRows, newId: string, into: ImportInto, errors: LineError[]): Promise<Step | null> {
  const [line = 1] = rows.lines;
  if (rows.id === null) {
    const input = checked(ProductInput, rows, errors);
    if (!input || !fits(() => into.assertFits(input), rows, errors)) return null;
    return { kind: 'create', id: newId, input, archived: rows.archived ?? false };
  }
  const before = Id.safeParse(rows.id).success ? await into.byId(rows.id) : null;
  if (!before) {
    errors.push({ line, message: 'id: there is no such product' });
    return null;
  }
  const patch = checked(ProductPatch, rows, errors);
  if (!patch || !fits(() => into.assertFits(patch, before), rows, errors)) return null;
  return { kind: 'change', before, patch: rows.archived === undefined ? patch : { ...patch, archived: rows.archived } };
}

async function take(step: Step, into: ImportInto): Promise<keyof ProductImport> {
  if (step.kind === 'change') {
    await into.change(step.before, step.patch);
    return 'updated';
  }
  if (await into.byId(step.id)) return 'unchanged';
  await into.insert(step.id, step.input, step.archived);
  return 'created';
}

interface Schema<Output> {
  safeParse(
    value: unknown,
  ): { success: true; data: Output } | { success: false; error: { issues: { path: PropertyKey[]; message: string }[] } };
}
function checked<Output>(schema: Schema<Output>, rows: ProductRows, errors: LineError[]): Output | null {
  const parsed = schema.safeParse({ ...rows.fields, variants: rows.variants });
  if (parsed.success) return parsed.data;
  for (const { path, message } of parsed.error.issues) report(path.map(String), message, rows, errors);
  return null;
}
function fits(check: () => void, rows: ProductRows, errors: LineError[]): boolean {
  try {
    check();
    return true;
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'invalid') throw error;
    for (const { path, message } of error.fields ?? []) report(path.split('.'), message, rows, errors);
    return false;
  }
}
/** An error of a variant stands at the variant's own line. */
function report(path: string[], message: string, rows: ProductRows, errors: LineError[]): void {
  const [field, index, ...rest] = path;
  const [first = 1] = rows.lines;
  const line = field === 'variants' && index !== undefined ? (rows.lines[Number(index)] ?? first) : first;
  const name = field === 'variants' ? rest.join('.') : path.join('.');
  // A price that could not be read has been named already.
  if (errors.some((known) => known.line === line && name !== '' && known.message.startsWith(columnOf(name)))) return;
  errors.push({ line, message: name === '' ? message : `${columnOf(name)}: ${message}` });
}
const COLUMN_OF: Record<string, string> = { taxRate: 'tax_rate', compareAtPrice: 'compare_at_price', id: 'variant_id', name: 'variant' };
const columnOf = (field: string): string => COLUMN_OF[field] ?? field;
