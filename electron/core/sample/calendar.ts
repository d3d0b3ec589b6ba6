const DAY_MS = 86_400_000;

/** Sunday of the first week of a Qatari school year. */
const FIRST_DAY = Date.UTC(2025, 7, 31);

/** Believable breaks, first and last day: autumn, National Day, winter, Sport Day, the two Eids. */
const BREAKS = [
  ['2025-10-26', '2025-10-30'],
  ['2025-12-18', '2025-12-18'],
  ['2025-12-28', '2026-01-08'],
  ['2026-02-10', '2026-02-10'],
  ['2026-03-15', '2026-03-26'],
  ['2026-05-24', '2026-05-28'],
] as const;

/** A day on which school is held. */
export interface SchoolDay {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** 0 is Sunday, 4 is Thursday. */
  readonly weekday: number;
}

/** The first `count` school days, Sunday to Thursday, without holidays and without the summers. */
export function schoolDays(count: number): SchoolDay[] {
  const days: SchoolDay[] = [];
  for (let time = FIRST_DAY; days.length < count; time += DAY_MS) {
    const date = new Date(time).toISOString().slice(0, 10);
    const weekday = new Date(time).getUTCDay();
    if (weekday <= 4 && !isHoliday(date)) days.push({ date, weekday });
  }
  return days;
}

function isHoliday(date: string): boolean {
  const monthAndDay = date.slice(5);
  const summer = monthAndDay >= '06-28' && monthAndDay <= '08-25';
  return summer || BREAKS.some(([first, last]) => date >= first && date <= last);
}

/** When a lesson begins, in minutes after midnight; two breaks lie before the 4th and the 6th. */
export function lessonStart(period: number): number {
  return 7 * 60 + (period - 1) * 50 + (period > 3 ? 20 : 0) + (period > 5 ? 15 : 0);
}

export const LESSON_MINUTES = 45;

/** Minutes after midnight as `HH:MM:SS`. */
export function clock(minutes: number, seconds = 0): string {
  const hour = Math.floor(minutes / 60);
  return [hour, minutes % 60, seconds].map((part) => String(part).padStart(2, '0')).join(':');
}
