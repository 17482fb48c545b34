import { ApiError } from '@vitrine/client';
import type { ProductImport } from '@vitrine/protocol';
import { LIMITS } from '@vitrine/protocol/limits';
import { type Ref, shallowRef } from 'vue';
import { text } from '../../text/en.ts';
import { readUtf8, type WrongLine, wrongLines } from '../page/file-lines.ts';
import { api } from '../server/api.ts';
import { sayProblem } from '../server/problem.ts';

export type ImportState =
  | { status: 'choosing' }
  | { status: 'reading'; name: string }
  | { status: 'sending'; name: string; lines: number }
  | { status: 'done'; name: string; result: ProductImport }
  /** Nothing was changed. Without wrong lines it is about the file as a whole. */
  | { status: 'refused'; name: string; message: string; wrong: WrongLine[]; again: (() => Promise<void>) | null };

/** What the file may say; each line is a variant. */
export const IMPORT_COLUMNS = ['title', 'description', 'tags', 'images', 'variant', 'price', 'compare_at_price', 'stock'] as const;
const words = text.productImport;

/** Brings a CSV file into the catalogue: all of it, or nothing and the lines that are wrong. The same file sent again makes nothing twice. */
export function useProductImport(imported: () => void): {
  state: Readonly<Ref<ImportState>>;
  take: (file: File) => Promise<void>;
  reset: () => void;
} {
  const state = shallowRef<ImportState>({ status: 'choosing' });

  function refuse(name: string, message: string, wrong: WrongLine[] = [], again: (() => Promise<void>) | null = null): void {
    state.value = { status: 'refused', name, message, wrong, again };
  }
  async function take(file: File): Promise<void> {
    const { name } = file;
    if (file.size > LIMITS.importBytes) return refuse(name, words.tooLarge(LIMITS.importBytes / 1024 / 1024));
    state.value = { status: 'reading', name };
    const csv = await readUtf8(file);
    if (csv === null) return refuse(name, words.notUtf8);
    const lines = csv.split('\n');
    const count = lines.filter((line) => line.trim() !== '').length - 1;
    if (count < 1) return refuse(name, words.noLines);
    if (count > LIMITS.importLines) return refuse(name, words.tooMany(LIMITS.importLines));
    await send(name, csv, lines, count);
  }
  async function send(name: string, csv: string, lines: readonly string[], count: number): Promise<void> {
    state.value = { status: 'sending', name, lines: count };
    try {
      const result = await api.importProducts(csv);
      state.value = { status: 'done', name, result };
      imported();
    } catch (problem) {
      const wrong = problem instanceof ApiError ? wrongLines(problem, lines) : [];
      if (wrong.length > 0) refuse(name, words.wrong(wrong.length), wrong);
      else refuse(name, sayProblem(problem), [], () => send(name, csv, lines, count));
    }
  }
  return {
    state,
    take,
    reset() {
      state.value = { status: 'choosing' };
    },
  };
}
