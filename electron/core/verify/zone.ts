/**
 * Turns a clock reading in `zone` into an instant, both in microseconds since 1970. In a gap the offset
 * before the change holds, in an overlap the one after it (PostgreSQL manual, B.2 "Handling of Invalid or
 * Ambiguous Timestamps").
 */
export function instantOf(local: bigint, zone: string): bigint {
  const clock = Number(local / 1000n);
  const before = offsetAt(clock - dayMs, zone);
  const after = offsetAt(clock + dayMs, zone);
  if (before === after) return local - microseconds(before);
  if (offsetAt(clock - after, zone) === after) return local - microseconds(after);
  return local - microseconds(before);
}

const dayMs = 86_400_000;
const stepMs = 900_000;
const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, number>();

/** Milliseconds east of Greenwich; remembered by quarter hours that no change of the clocks falls into. */
function offsetAt(instant: number, zone: string): number {
  const step = Math.floor(instant / stepMs);
  const place = `${zone} ${step}`;
  const known = offsets.get(place);
  if (known !== undefined) return known;
  const offset = readOffset(step * stepMs, zone);
  if (offset !== readOffset((step + 1) * stepMs, zone)) return readOffset(instant, zone);
  if (offsets.size >= 100_000) offsets.clear();
  offsets.set(place, offset);
  return offset;
}

/** From the zone's own name for its offset: `GMT`, `GMT+03:00`, `GMT-03:26:08`. */
function readOffset(instant: number, zone: string): number {
  const format = formats.get(zone) ?? offsetFormat(zone);
  formats.set(zone, format);
  const name = format.formatToParts(instant).find((part) => part.type === 'timeZoneName')?.value ?? '';
  const match = /^GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(name);
  if (match === null) throw new RangeError(`Time zone ${zone} has an offset that reads ${name}`);
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = match;
  const size = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
  return sign === '-' ? -size : size;
}

function offsetFormat(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
}

function microseconds(milliseconds: number): bigint {
  return BigInt(milliseconds) * 1000n;
}
