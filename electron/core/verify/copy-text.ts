/** NULL in COPY's text format. */
export const nullField = '\\N';
/** Stands for a source value without a canonical text; COPY never writes it, so that it equals nothing. */
export const noField = '\\?';

export const special = /[\\\b\f\n\r\t\v]/;
const specials = /[\\\b\f\n\r\t\v]/g;
export const escapes: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\v', '\\v'],
]);
const originals = new Map([...escapes].map(([original, escaped]) => [escaped, original]));

/** A value the way COPY TO writes it in text format (PostgreSQL manual, COPY, "Text Format"). */
export function escapeField(text: string): string {
  return special.test(text) ? text.replace(specials, (found) => escapes.get(found) ?? found) : text;
}

/** The values of one line; null for NULL. */
export function splitLine(line: Buffer): (string | null)[] {
  const end = line.at(-1) === 10 ? line.length - 1 : line.length;
  return line
    .toString('utf8', 0, end)
    .split('\t')
    .map((field) => (field === nullField ? null : unescapeField(field)));
}

/** The inverse of `escapeField`. */
export function unescapeField(field: string): string {
  return field.includes('\\') ? field.replace(/\\./g, (found) => originals.get(found) ?? found) : field;
}
