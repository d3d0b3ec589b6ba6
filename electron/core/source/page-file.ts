import { closeSync, openSync, readSync } from 'node:fs';
import { headerBytes, parseHeader } from './header.ts';

/** Read at once where pages follow one another, as those of a table mostly do; a read costs more than its bytes. */
const aheadBytes = 2 ** 18;

/** The pages of a SQLite file that nobody writes, numbered from 1 ("Database File Format", section 1.2). */
export class PageFile implements Disposable {
  readonly pageSize: number;
  /** Bytes of a page that hold content; some extensions reserve the rest. */
  readonly usableSize: number;
  private readonly file: number;
  /** Pages that were read last, from `first` on. */
  private readonly window: Buffer;
  private first = 0;
  private pages = 0;

  constructor(path: string) {
    this.file = openSync(path, 'r');
    const header = Buffer.alloc(headerBytes);
    readSync(this.file, header, 0, headerBytes, 0);
    this.pageSize = parseHeader(header).pageSize;
    this.usableSize = this.pageSize - header.readUInt8(20);
    this.window = Buffer.alloc(aheadBytes);
  }

  /** Copies a page into `into`, which is a page long. @returns whether the file has it, whole */
  read(page: number, into: Buffer): boolean {
    if (page < this.first || page >= this.first + this.pages) this.fetch(page);
    if (page < this.first || page >= this.first + this.pages) return false;
    const start = (page - this.first) * this.pageSize;
    this.window.copy(into, 0, start, start + this.pageSize);
    return true;
  }

  [Symbol.dispose](): void {
    closeSync(this.file);
  }

  private fetch(page: number): void {
    const follows = page === this.first + this.pages;
    const wanted = follows ? aheadBytes : this.pageSize;
    const read = page > 0 ? readSync(this.file, this.window, 0, wanted, (page - 1) * this.pageSize) : 0;
    this.first = page;
    this.pages = Math.floor(read / this.pageSize);
  }
}
