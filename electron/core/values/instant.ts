/**
 * A clock reading in a zone as the same point in time in UTC, to the microsecond. In a gap the offset before the change holds, in an overlap
 * the one after it (PostgreSQL manual, B.2 "Handling of Invalid or Ambiguous Timestamps").
 *
 * @param zone `Z`, `±hh[[:]mm]`, or an IANA name
 */
export function instantOfClock(date: string, time: string, zone: string): string {
  const [clock = '', fraction = ''] = time.split('.');
  const local = Date.parse(`${date}T${clock}Z`);
  const second = new Date(local - offsetOf(local, zone)).toISOString().slice(0, -5);
  return `${second}.${fraction.padEnd(6, '0')}Z`;
}

const dayMs = 86_400_000;

function offsetOf(local: number, zone: string): number {
  if (zone === 'Z' || zone === 'UTC') return 0;
  const fixed = /^([+-])(\d\d):?(\d\d)?$/.exec(zone);
  if (fixed) return milliseconds(fixed);
  const before = offsetAt(local - dayMs, zone);
  const after = offsetAt(local + dayMs, zone);
  return before === after || offsetAt(local - after, zone) !== after ? before : after;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function offsetAt(instant: number, timeZone: string): number {
  const format =
    formats.get(timeZone) ?? new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  formats.set(timeZone, format);
  const name = format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const match = /^GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(name);
  return match ? milliseconds(match) : 0;
}

function milliseconds([, sign, hours = '0', minutes = '0', seconds = '0']: RegExpExecArray): number {
  const size = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
  return sign === '-' ? -size : size;
}
