import { isUtf8 } from 'node:buffer';
import type { Encoding } from '../../../shared/source.ts';

/**
 * Whether bytes are a text in a file's encoding. SQLite stores any bytes as text, and reads halves of UTF-16's
 * surrogate pairs together with whatever stands beside them (utf.c, READ_UTF16LE).
 */
export function isText(bytes: Uint8Array, encoding: Encoding): boolean {
  if (encoding === 'UTF-8') return isUtf8(bytes);
  return bytes.length % 2 === 0 && decode(Buffer.from(bytes), encoding).isWellFormed();
}

/**
 * A text as a SQL literal, from its bytes. SQLite's own quote() ends at the first NUL, and what isn't a text in the
 * file's encoding would reach JavaScript as another one.
 */
export function quoteText(bytes: Uint8Array, encoding: Encoding): string {
  const text = Buffer.from(bytes);
  const plain = isText(bytes, encoding) ? decode(text, encoding) : '\0';
  return plain.includes('\0')
    ? `CAST(X'${text.toString('hex')}' AS TEXT)`
    : `'${plain.replaceAll("'", "''")}'`;
}

function decode(bytes: Buffer, encoding: Encoding): string {
  if (encoding === 'UTF-8') return bytes.toString('utf8');
  return (encoding === 'UTF-16le' ? bytes : Buffer.from(bytes).swap16()).toString('utf16le');
}
