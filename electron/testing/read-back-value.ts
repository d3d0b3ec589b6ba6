/** A value of the source, read without any of the engine's code. */
export type SourceCell =
  | { readonly storage: 'null' }
  | { readonly storage: 'integer'; readonly value: bigint }
  | { readonly storage: 'real'; readonly value: number }
  /** `value` is undefined where the bytes are no text in the file's encoding. */
  | { readonly storage: 'text'; readonly value: string | undefined; readonly bytes: Buffer }
  | { readonly storage: 'blob'; readonly bytes: Buffer };

/**
 * Whether a value of the target is the source's, for somebody who knows both databases and nothing of the engine.
 *
 * @param type as format_type gives it
 * @param text as the server prints it with ISO dates, in UTC; null for NULL
 */
export function isSame(type: string, cell: SourceCell, text: string | null): boolean {
  if (text === null || cell.storage === 'null') return text === null && cell.storage === 'null';
  switch (type.replace(/\(.*\)/, '')) {
    case 'bigint':
    case 'integer':
    case 'smallint':
      return numberOf(cell) === decimal(text);
    case 'numeric':
      return numberOf(cell) === decimal(text);
    case 'double precision':
      return isSameDouble(cell, text);
    case 'boolean':
      return booleanOf(cell) === text;
    case 'text':
    case 'character varying':
      return isSameText(cell, text);
    case 'bytea':
      return `\\x${bytesOf(cell)?.toString('hex')}` === text;
    case 'date':
    case 'timestamp without time zone':
    case 'timestamp with time zone':
      return isSameMoment(cell, text);
    case 'time without time zone':
      return cell.storage === 'text' && clockOf(cell.value ?? '') === clockOf(text);
    case 'jsonb':
      return isSameJson(cell, text);
    case 'uuid':
      return (
        cell.storage === 'text' && cell.value?.replaceAll('-', '').toLowerCase() === text.replaceAll('-', '')
      );
    default:
      throw new Error(`The read-back doesn't know the type ${type}.`);
  }
}

/** Whether a type has a place for a value; true only where that is beyond doubt. */
export function isTaken(type: string, cell: SourceCell): boolean {
  const [, size = 'Infinity'] = /\((\d+)\)/.exec(type) ?? [];
  switch (type.replace(/\(.*\)/, '')) {
    case 'bigint':
      return isWhole(cell, 63n);
    case 'integer':
      return isWhole(cell, 31n);
    case 'double precision':
      return cell.storage === 'real';
    case 'numeric':
      return type === 'numeric' && numberOf(cell) !== undefined;
    case 'boolean':
      return booleanOf(cell) !== undefined;
    case 'text':
    case 'character varying':
      return (
        cell.storage === 'text' &&
        cell.value !== undefined &&
        !cell.value.includes('\0') &&
        [...cell.value].length <= Number(size)
      );
    case 'bytea':
      return cell.storage === 'blob';
    default:
      return false;
  }
}

function isWhole(cell: SourceCell, bits: bigint): boolean {
  return cell.storage === 'integer' && cell.value >= -(2n ** bits) && cell.value < 2n ** bits;
}

/** A decimal text without the freedom of notation: digits without zeros at either end, and a power of ten. */
function decimal(text: string): string | undefined {
  const match = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text);
  if (!match || (match[2] === '' && match[3] === '')) return undefined;
  const [, sign, whole = '', fraction = '', power = '0'] = match;
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const kept = digits.replace(/0+$/, '');
  if (kept === '') return '0';
  return `${sign === '-' ? '-' : ''}${kept}e${Number(power) - fraction.length + digits.length - kept.length}`;
}

function numberOf(cell: SourceCell): string | undefined {
  switch (cell.storage) {
    case 'integer':
    case 'real':
      return decimal(String(cell.value));
    case 'text':
      return cell.value === undefined ? undefined : decimal(cell.value);
    default:
      return undefined;
  }
}

function isSameDouble(cell: SourceCell, text: string): boolean {
  if (cell.storage === 'real') return Object.is(Number(text), cell.value);
  if (cell.storage === 'integer') return BigInt(Number(text)) === cell.value;
  return numberOf(cell) !== undefined && numberOf(cell) === decimal(text);
}

function booleanOf(cell: SourceCell): string | undefined {
  const word =
    cell.storage === 'blob' || cell.storage === 'null' ? undefined : String(cell.value).toLowerCase();
  if (['1', 't', 'true', 'y', 'yes', 'on'].includes(word ?? '')) return 't';
  return ['0', 'f', 'false', 'n', 'no', 'off'].includes(word ?? '') ? 'f' : undefined;
}

function isSameText(cell: SourceCell, text: string): boolean {
  switch (cell.storage) {
    case 'text':
      return cell.value === text;
    case 'integer':
      return cell.value.toString() === text;
    case 'real':
      // 1.0 must not become the 1 of an integer.
      return /\D/.test(text.replace('-', '')) && Object.is(Number(text), cell.value);
    default:
      return false;
  }
}

function bytesOf(cell: SourceCell): Buffer | undefined {
  if (cell.storage === 'blob') return cell.bytes;
  return cell.storage === 'text' && cell.value !== undefined ? Buffer.from(cell.value) : undefined;
}

/** Microseconds since 1970 and how many of them the value may be off; without a zone as if in UTC. */
function momentOf(cell: SourceCell): { at: bigint; off: bigint } | undefined {
  if (cell.storage === 'text') return momentOfText(cell.value ?? '');
  if (cell.storage === 'integer') {
    const digits = /^((?:19|20)\d\d)(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d))?$/.exec(cell.value.toString());
    const [, year, month, day, hour = '00', minute = '00', second = '00'] = digits ?? [];
    const text = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
    const said = digits ? new Date(text) : undefined;
    if (said && said.getTime() > -1e13 && said.toISOString() === text)
      return { at: BigInt(said.getTime()) * 1000n, off: 0n };
    const size = cell.value < 0n ? -cell.value : cell.value;
    const unit = size < 10n ** 11n ? 1_000_000n : size < 10n ** 14n ? 1000n : 1n;
    return { at: cell.value * unit, off: 0n };
  }
  if (cell.storage !== 'real' || !Number.isFinite(cell.value)) return undefined;
  if (cell.value >= 1_721_425.5 && cell.value <= 5_373_484.5) {
    return { at: BigInt(Math.round((cell.value - 2_440_587.5) * 86_400_000)) * 1000n, off: 1000n };
  }
  const size = Math.abs(cell.value);
  const unit = size < 1e11 ? 1e6 : size < 1e14 ? 1e3 : 1;
  return { at: BigInt(Math.round(cell.value * unit)), off: 1n + BigInt(Math.round(size * unit * 2 ** -52)) };
}

function momentOfText(text: string): { at: bigint; off: bigint } | undefined {
  const iso =
    /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6})0*)?)?\s?(Z|[+-]\d\d(?::?\d\d)?)?)?$/i;
  const local = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?: (\d{1,2}):(\d\d))?$/.exec(text);
  if (local) {
    const [, one = '', two = '', year = '', hour = '0', minute = '00'] = local;
    const [day, month] = Number(two) > 12 ? [two, one] : [one, two];
    return momentOfText(
      `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')} ${hour.padStart(2, '0')}:${minute}`,
    );
  }
  // Go's time.Time.String: the zone's name behind its offset, and the reading of a second clock.
  const match = iso.exec(text.replace(/( [+-]\d{4}) \S+(?: m=\S+)?$/, '$1'));
  if (!match) return undefined;
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', zone = 'Z'] = match;
  const [, sign = '+', hours = '0', minutes = '0'] = /^([+-])(\d\d):?(\d\d)?/.exec(zone) ?? [];
  const seconds = BigInt(Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)) / 1000n;
  const offset = BigInt(`${sign}1`) * (BigInt(hours) * 3600n + BigInt(minutes) * 60n);
  return { at: (seconds - offset) * 1_000_000n + BigInt(fraction.padEnd(6, '0')), off: 0n };
}

function isSameMoment(cell: SourceCell, text: string): boolean {
  const source = momentOf(cell);
  const target = momentOfText(text);
  if (source === undefined || target === undefined) return false;
  const distance = source.at - target.at;
  return distance <= source.off && distance >= -source.off;
}

function clockOf(text: string): string | undefined {
  const match = /^(\d\d:\d\d)(?::(\d\d)(?:\.(\d+))?)?$/.exec(text);
  return match ? `${match[1]}:${match[2] ?? '00'}.${(match[3] ?? '').replace(/0+$/, '')}` : undefined;
}

function isSameJson(cell: SourceCell, text: string): boolean {
  if (cell.storage === 'integer') return decimal(text) === decimal(cell.value.toString());
  return (
    cell.storage === 'text' && cell.value !== undefined && canonicalJson(cell.value) === canonicalJson(text)
  );
}

function canonicalJson(text: string): string {
  const parsed: unknown = JSON.parse(text, (_key, value: unknown, context?: { source?: string }) => {
    if (typeof value === 'number') return `number ${decimal(context?.source ?? '')}`;
    if (typeof value === 'string') return `string ${value}`;
    return value;
  });
  return JSON.stringify(parsed, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1))
      : value,
  );
}
