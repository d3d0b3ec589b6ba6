/** The text as a PostgreSQL date, when it is a date of the calendar in ISO form. */
export function readDate(words: string): string | undefined {
  return /^\d{4}-\d\d-\d\d$/.test(words) && isCalendarDate(words) ? `'${words}'::date` : undefined;
}

/** The text as a PostgreSQL timestamp, when it is an ISO date and time without offset. */
export function readTimestamp(
  words: string,
): { sql: string; midnight: boolean; seconds: boolean } | undefined {
  const match = /^(\d{4}-\d\d-\d\d)[ T]([\d:.]+)$/.exec(words);
  const [, day = '', clock = ''] = match ?? [];
  const time = readTime(clock);
  if (!time || !isCalendarDate(day)) return undefined;
  return { sql: `'${day} ${clock}'::timestamp`, midnight: !/[1-9]/.test(clock), seconds: time.seconds };
}

/** The text as a PostgreSQL time of day, when it is HH:MM or HH:MM:SS with at most six decimals. */
export function readTime(words: string): { sql: string; seconds: boolean } | undefined {
  const match = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?$/.exec(words);
  return match ? { sql: `'${words}'::time`, seconds: match[2] !== undefined } : undefined;
}

/** Year 0 is none in PostgreSQL. */
function isCalendarDate(day: string): boolean {
  const parsed = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(day) && day >= '0001';
}
