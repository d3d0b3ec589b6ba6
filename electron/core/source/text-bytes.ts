import { isUtf8 } from 'node:buffer';
import type { Encoding } from '../../../shared/source.ts';

/** Stands in a text for bytes that are no character (Unicode, "U+FFFD Substitution in Conversion"). */
const replacement = '\ufffd';

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

/** A text from bytes of which not all are one: what is no character becomes U+FFFD with its hexadecimal digits. */
export function spell(bytes: Uint8Array, encoding: Encoding): string {
  if (encoding !== 'UTF-8') {
    // SQLite doesn't read half a unit at the end either.
    const units = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)));
    return decode(units, encoding).replace(/\p{Surrogate}/gu, (half) => standIn(half.charCodeAt(0)));
  }
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const end = [1, 2, 3, 4].map((length) => at + length).find((place) => isUtf8(bytes.subarray(at, place)));
    text += end === undefined ? standIn(bytes[at] ?? 0) : Buffer.from(bytes.subarray(at, end)).toString();
    at = end ?? at + 1;
  }
  return text;
}

/** Whether a name or a text of the schema was made by `spell`. */
export function isSpelled(text: string): boolean {
  return spelled.test(text);
}

const spelled = /\ufffd[0-9a-f]{2}/;

function standIn(unit: number): string {
  return `${replacement}${unit.toString(16)}`;
}

function decode(bytes: Buffer, encoding: Encoding): string {
  if (encoding === 'UTF-8') return bytes.toString('utf8');
  return (encoding === 'UTF-16le' ? bytes : Buffer.from(bytes).swap16()).toString('utf16le');
}
