import { hash } from 'node:crypto';
import type { Span } from './walk.ts';

/** Consecutive rows by key, digested as the lines that the server should print. */
export interface BlockDigest {
  readonly span: Span;
  readonly rows: number;
  readonly bytes: number;
  /** SHA-256. */
  readonly digest: Buffer;
  /** Whether each value was read on its own. Else the digest proves a block that equals it, and tells nothing of others. */
  readonly exact: boolean;
}

/** @param lines of all rows of the span */
export function digestLines(span: Span, rows: number, lines: Buffer, exact: boolean): BlockDigest {
  return { span, rows, bytes: lines.length, digest: hash('sha256', lines, 'buffer'), exact };
}
