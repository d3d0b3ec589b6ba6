import { type NonEmpty, type Random, seededRandom } from '../values/random.ts';
import { remarks } from './remarks.ts';

export type Status = 'present' | 'absent' | 'late' | 'excused';

/** One student in one lesson. */
export interface Mark {
  readonly status: Status;
  readonly minutesLate: number | null;
  readonly remark: string | null;
}

/** How one student's day goes. */
type Day =
  | { readonly kind: 'at school' }
  | { readonly kind: 'away'; readonly status: 'absent' | 'excused'; readonly remark: string | null }
  | { readonly kind: 'late'; readonly mark: Mark }
  | { readonly kind: 'one lesson'; readonly period: number; readonly mark: Mark };

/** The days of a student who is away for several in a row. */
interface Absence {
  readonly status: 'absent' | 'excused';
  daysLeft: number;
}

const AT_SCHOOL: Day = { kind: 'at school' };
const PRESENT: Mark = { status: 'present', minutesLate: null, remark: null };

export interface Register {
  /** Decides how the next school day goes for everyone. */
  readonly openDay: () => void;
  /** What the teacher of a lesson writes down about a student (numbered from 0). */
  readonly mark: (student: number, period: number) => Mark;
}

/**
 * Keeps the attendance of all students day by day. Absences come as whole days, often several in a row, and
 * a few students have most of them; lateness belongs to the first lesson.
 */
export function makeRegister(students: number, periods: number, seed: number): Register {
  const random = seededRandom(seed, 3);
  const riskOfAbsence = Array.from({ length: students }, () =>
    random.chance(0.06) ? 0.05 + random.next() * 0.06 : 0.004 + random.next() * 0.022,
  );
  const absences = new Map<number, Absence>();
  const today: Day[] = Array.from({ length: students }, () => AT_SCHOOL);

  function drawDay(student: number): Day {
    const absence = absences.get(student);
    if (absence !== undefined) {
      absence.daysLeft -= 1;
      if (absence.daysLeft === 0) absences.delete(student);
      return { kind: 'away', status: absence.status, remark: null };
    }
    const risk = riskOfAbsence[student] ?? 0;
    const draw = random.next();
    if (draw < risk) return startAbsence(student);
    if (draw < risk + 0.032) return { kind: 'late', mark: drawLateMark(random) };
    if (draw < risk + 0.042) {
      return { kind: 'one lesson', period: 1 + random.below(periods), mark: drawMissedMark(random) };
    }
    return AT_SCHOOL;
  }

  function startAbsence(student: number): Day {
    const status = random.chance(0.45) ? 'excused' : 'absent';
    const daysLeft = drawLength(random) - 1;
    if (daysLeft > 0) absences.set(student, { status, daysLeft });
    return { kind: 'away', status, remark: sometimes(random, 0.3, remarks[status]) };
  }

  return {
    openDay: () => {
      for (let student = 0; student < students; student += 1) today[student] = drawDay(student);
    },
    mark: (student, period) => {
      const day = today[student] ?? AT_SCHOOL;
      switch (day.kind) {
        case 'away':
          return { status: day.status, minutesLate: null, remark: period === 1 ? day.remark : null };
        case 'late':
          return period === 1 ? day.mark : PRESENT;
        case 'one lesson':
          return period === day.period ? day.mark : PRESENT;
        case 'at school':
          if (!random.chance(0.004)) return PRESENT;
          return { status: 'present', minutesLate: null, remark: random.pick(remarks.present) };
      }
    },
  };
}

/** Days in a row: one mostly, a school week at times. */
function drawLength(random: Random): number {
  let days = 1;
  while (days < 12 && random.chance(0.42)) days += 1;
  return days;
}

function drawLateMark(random: Random): Mark {
  const minutesLate = 2 + Math.floor(random.next() ** 2 * 38);
  return { status: 'late', minutesLate, remark: sometimes(random, 0.12, remarks.late) };
}

function drawMissedMark(random: Random): Mark {
  const status = random.chance(0.6) ? 'excused' : 'absent';
  return { status, minutesLate: null, remark: sometimes(random, 0.5, remarks[status]) };
}

function sometimes(random: Random, probability: number, list: NonEmpty<string>): string | null {
  return random.chance(probability) ? random.pick(list) : null;
}
