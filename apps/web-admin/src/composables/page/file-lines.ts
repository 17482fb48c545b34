import type { ApiError } from '@vitrine/client';

/** A line of a file that was refused. */
export interface WrongLine {
  /** As editors count: the first is 1. */
  line: number;
  message: string;
  /** The server's name for what is wrong; empty where it has none. */
  code: string;
  /** What stands there. */
  content: string;
}

/** null: what was written in another encoding would come out as other letters. */
export async function readUtf8(file: File): Promise<string | null> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    return null;
  }
}

/** The lines that the server names; none when the problem is about something else. */
export function wrongLines({ fields }: ApiError, lines: readonly string[]): WrongLine[] {
  return fields.flatMap(({ path, message, code = '' }) => {
    const line = Number(/^line (\d+)$/.exec(path)?.[1] ?? Number.NaN);
    return Number.isNaN(line) ? [] : [{ line, message, code, content: lines[line - 1]?.trim() ?? '' }];
  });
}
