import type { Database } from 'better-sqlite3';
import type { Encoding, SourceTable } from '../../../shared/source.ts';
import { PageFile } from './page-file.ts';

/** `unusual`: the table holds something that is left to SQLite to read; so is the whole table then. */
export type Step = 'row' | 'end' | 'unusual';

const interiorPage = 5;
const leafPage = 13;
/** A tree of 2^31 pages isn't deeper. */
const deepest = 20;
/** A longer row is left to SQLite, which reads of it what is asked for. */
const mostPayload = 2 ** 26;
/** A varint of so many bytes holds at most 49 bits, which a number holds exactly. */
const exactVarint = 7;

/**
 * Opens a table of a snapshot for reading its records from the file's pages.
 *
 * @returns undefined for a table that isn't stored row by row in a tree of its own, or whose stored values aren't what
 * a query gives: virtual and WITHOUT ROWID tables, virtual generated columns, texts of UTF-16
 */
export function openStoredRecords(
  db: Database,
  encoding: Encoding,
  table: SourceTable,
): StoredRecords | undefined {
  const plain = table.kind === 'table' && !table.withoutRowid && encoding === 'UTF-8';
  const stored = table.columns.every(({ generated }) => generated === undefined || generated.stored);
  if (!plain || !stored || table.unreadableColumns !== undefined) return undefined;
  const root = db
    .prepare<[string], number>("SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = ?")
    .pluck()
    .get(table.name);
  return root === undefined ? undefined : new StoredRecords(new PageFile(db.name), root, table.rows);
}

/** An interior page on the way from the root to the leaf that is being read. */
interface Level {
  readonly page: Buffer;
  cell: number;
  cells: number;
}

/**
 * The records of a rowid table in the order of their rowids, one at a time ("Database File Format", section 1.6). What
 * is in a record is for others to read.
 */
export class StoredRecords implements Disposable {
  rowid = 0;
  /** What holds the current record, from `start` on, `size` bytes long. */
  bytes: Buffer;
  start = 0;
  size = 0;
  /** Whether the record runs over its page. */
  spilled = false;

  private readonly file: PageFile;
  /** By SQLite's own count; with more, a page of a broken file is its own ancestor. */
  private rowsLeft: number;
  private readonly leaf: Buffer;
  private readonly levels: Level[] = [];
  private depth = 0;
  private cell = 0;
  private cells = 0;
  private spill: Buffer = Buffer.alloc(0);
  private broken = false;

  constructor(file: PageFile, root: number, rows: number) {
    this.file = file;
    this.rowsLeft = rows;
    this.leaf = Buffer.alloc(file.pageSize);
    this.bytes = this.leaf;
    this.broken = !this.descend(root);
  }

  /** Goes to the next record. */
  next(): Step {
    while (!this.broken && this.cell === this.cells) {
      const page = this.nextChild();
      if (page === undefined) return this.rowsLeft === 0 ? 'end' : 'unusual';
      this.broken = !this.descend(page);
    }
    if (this.broken || this.rowsLeft === 0) return 'unusual';
    this.rowsLeft -= 1;
    const place = this.leaf.readUInt16BE(8 + 2 * this.cell);
    this.cell += 1;
    return this.readCell(place) ? 'row' : 'unusual';
  }

  [Symbol.dispose](): void {
    this.file[Symbol.dispose]();
  }

  /** Follows the first children of a page down to a leaf. */
  private descend(page: number): boolean {
    let child: number | undefined = page;
    while (child !== undefined && this.depth < deepest) {
      if (!this.file.read(child, this.leaf)) return false;
      const type = this.leaf[0];
      this.cells = this.leaf.readUInt16BE(3);
      this.cell = 0;
      const header = type === leafPage ? 8 : 12;
      if (header + 2 * this.cells > this.file.usableSize) return false;
      if (type === leafPage) return true;
      if (type !== interiorPage) return false;
      this.push();
      child = this.nextChild();
    }
    return false;
  }

  /** Makes the page that was read the lowest interior one. */
  private push(): void {
    const level = this.levels[this.depth] ?? { page: Buffer.alloc(this.file.pageSize), cell: 0, cells: 0 };
    this.leaf.copy(level.page);
    level.cell = 0;
    level.cells = this.cells;
    this.levels[this.depth] = level;
    this.depth += 1;
    this.cells = 0;
  }

  /** The page behind the next cell of the lowest interior page, or of one above it that has cells left. */
  private nextChild(): number | undefined {
    while (this.depth > 0) {
      const level = this.levels[this.depth - 1];
      if (level !== undefined && level.cell <= level.cells) {
        const { page, cell, cells } = level;
        level.cell += 1;
        const place = cell === cells ? 8 : page.readUInt16BE(12 + 2 * cell);
        return place + 4 <= page.length ? page.readUInt32BE(place) : 0;
      }
      this.depth -= 1;
    }
    return undefined;
  }

  private readCell(place: number): boolean {
    const { leaf } = this;
    let at = place;
    let payload = 0;
    let byte = 0;
    do {
      byte = leaf[at++] ?? 0;
      payload = payload * 128 + (byte & 127);
    } while (byte > 127 && at < place + exactVarint);
    const rowidAt = at;
    this.rowid = 0;
    do {
      byte = leaf[at++] ?? 0;
      this.rowid = this.rowid * 128 + (byte & 127);
    } while (byte > 127 && at < rowidAt + exactVarint);
    if (byte > 127 || payload > mostPayload) return false;
    const { usableSize } = this.file;
    this.size = payload;
    this.spilled = payload > usableSize - 35;
    if (this.spilled) return this.gather(at, payload);
    this.bytes = leaf;
    this.start = at;
    return at + payload <= usableSize;
  }

  /** Brings a record together that goes on in overflow pages (section 1.6, "B-tree Cell Format", and section 1.7). */
  private gather(at: number, payload: number): boolean {
    const { usableSize, pageSize } = this.file;
    const least = Math.floor(((usableSize - 12) * 32) / 255) - 23;
    const wanted = least + ((payload - least) % (usableSize - 4));
    const local = wanted <= usableSize - 35 ? wanted : least;
    if (at + local + 4 > usableSize) return false;
    if (this.spill.length < payload) this.spill = Buffer.alloc(payload);
    this.leaf.copy(this.spill, 0, at, at + local);
    const page = Buffer.allocUnsafe(pageSize);
    let next = this.leaf.readUInt32BE(at + local);
    for (let done = local; done < payload; ) {
      if (!this.file.read(next, page)) return false;
      done += page.copy(this.spill, done, 4, Math.min(usableSize, 4 + payload - done));
      next = page.readUInt32BE(0);
    }
    this.bytes = this.spill;
    this.start = 0;
    return true;
  }
}
