/** What a declared column type means to the people who wrote it, before the content is looked at. */
export type DeclaredType =
  | { readonly kind: 'integer' }
  | { readonly kind: 'real' }
  | { readonly kind: 'numeric' }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'text' }
  | { readonly kind: 'varchar'; readonly length: number }
  | { readonly kind: 'blob' }
  | { readonly kind: 'date' }
  | { readonly kind: 'time' }
  | { readonly kind: 'timestamp' }
  | { readonly kind: 'json' }
  | { readonly kind: 'uuid' }
  | { readonly kind: 'none' };

const exact = new Map<string, DeclaredType['kind']>([
  ['date', 'date'],
  ['time', 'time'],
  ['timetz', 'time'],
  ['bool', 'boolean'],
  ['boolean', 'boolean'],
  ['json', 'json'],
  ['jsonb', 'json'],
  ['uuid', 'uuid'],
  ['guid', 'uuid'],
  ['uniqueidentifier', 'uuid'],
  ['numeric', 'numeric'],
  ['decimal', 'numeric'],
  ['number', 'numeric'],
  ['money', 'numeric'],
  ['year', 'integer'],
  ['serial', 'integer'],
  ['any', 'none'],
  ['interval', 'none'],
  ['bit', 'none'],
]);

/** OGC's names, which GeoPackage and SpatiaLite declare for what they write as blobs. */
const geometry =
  /^(multi)?(point|linestring|polygon|curve|surface)( ?(z|m|zm))?$|^(geometry|geometrycollection|geography|geomcollection|compoundcurve|circularstring|curvepolygon)( ?(z|m|zm))?$/;

/**
 * Reads a declared type as SQLite and the ORMs that write it do.
 *
 * Past the exact names, SQLite's own affinity rules decide (Datatypes In SQLite, section 3.1), so that
 * `SMALLINT UNSIGNED` is an integer and `NATIVE CHARACTER(70)` a text of at most 70 characters.
 */
export function readDeclaredType(declared: string): DeclaredType {
  const name = declared
    .toLowerCase()
    .replace(/\([^)]*\)?/, ' ')
    .trim()
    .replaceAll(/\s+/g, ' ');
  const [, one, two] = /\(\s*([+-]?\d+)\s*(?:,\s*([+-]?\d+)\s*)?\)/.exec(declared) ?? [];
  const first = one === undefined ? undefined : Number(one);
  const second = two === undefined ? undefined : Number(two);
  if (name === '') return { kind: 'none' };
  if (/^(timestamp|datetime|smalldatetime)/.test(name)) return { kind: 'timestamp' };
  if (/^time with/.test(name)) return { kind: 'time' };
  const known = exact.get(name);
  if (known === 'numeric') return readNumeric(first, second);
  if (known !== undefined && known !== 'decimal' && known !== 'varchar') return { kind: known };
  if (geometry.test(name)) return { kind: 'blob' };
  // Such as INTEGER_OR_TEXT.
  if (name.includes('int') && name.includes('text')) return { kind: 'text' };
  if (name.includes('int')) return { kind: 'integer' };
  if (/char|clob|text|string|enum/.test(name)) {
    return first !== undefined && first > 0 && first <= 10_485_760 && name.includes('char')
      ? { kind: 'varchar', length: first }
      : { kind: 'text' };
  }
  if (/blob|binary|bytea|image/.test(name)) return { kind: 'blob' };
  if (/real|floa|doub/.test(name)) return { kind: 'real' };
  if (/^(dec|numeric|decimal)/.test(name)) return readNumeric(first, second);
  return { kind: 'none' };
}

function readNumeric(precision: number | undefined, scale = 0): DeclaredType {
  const fits =
    precision !== undefined && precision >= 1 && precision <= 1000 && scale >= 0 && scale <= precision;
  return fits ? { kind: 'decimal', precision, scale } : { kind: 'numeric' };
}
