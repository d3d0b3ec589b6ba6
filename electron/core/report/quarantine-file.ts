import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { QuarantineEntry } from '../../../shared/run.ts';

const quote = 0x22;
const lineFeed = 0x0a;

/** A written `quarantine.csv`, read piece by piece however large it is. */
export class QuarantineFile {
  readonly #path: string;
  /** Where each entry begins, and where the file ends. */
  readonly #starts: readonly number[];

  private constructor(path: string, starts: readonly number[]) {
    this.#path = path;
    this.#starts = starts;
  }

  /** One that isn't there has no entries: nothing was put aside. */
  static async open(path: string): Promise<QuarantineFile> {
    return new QuarantineFile(path, await lineStarts(path));
  }

  get total(): number {
    return Math.max(0, this.#starts.length - 1);
  }

  async read(from: number, count: number): Promise<QuarantineEntry[]> {
    const start = this.#starts[from];
    const end = this.#starts[Math.min(from + count, this.total)];
    if (start === undefined || end === undefined || end <= start) return [];
    await using file = await open(this.#path);
    const { buffer } = await file.read(Buffer.alloc(end - start), 0, end - start, start);
    return linesOf(buffer.toString('utf8')).map(entryOf);
  }
}

/** Behind every line's end that isn't inside quotes; the first line is the header. */
async function lineStarts(path: string): Promise<number[]> {
  const starts: number[] = [];
  let quoted = false;
  let at = 0;
  try {
    for await (const chunk of createReadStream(path)) {
      const bytes: Buffer = chunk;
      for (const byte of bytes) {
        at += 1;
        if (byte === quote) quoted = !quoted;
        else if (byte === lineFeed && !quoted) starts.push(at);
      }
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
  return starts;
}

/** RFC 4180, as `csvLine` writes it. */
function linesOf(text: string): string[][] {
  const lines: string[][] = [];
  let cells: string[] = [];
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    if (end === '' && cells.length === 0) break;
    cells.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    lines.push(cells);
    cells = [];
  }
  return lines;
}

function entryOf([
  table = '',
  key = '',
  column = '',
  reason = '',
  action = '',
  row = '{}',
]: string[]): QuarantineEntry {
  const name = plainText(column);
  return QuarantineEntry.parse({
    table: plainText(table),
    key: plainText(key),
    ...(name === '' ? {} : { column: name }),
    reason: plainText(reason),
    action: plainText(action),
    row: JSON.parse(row),
  });
}

/** A cell with a double quote in front is a JSON string; see `csvLine`. */
function plainText(cell: string): string {
  const parsed: unknown = cell.startsWith('"') ? JSON.parse(cell) : cell;
  return String(parsed);
}
