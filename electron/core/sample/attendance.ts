import { setImmediate } from 'node:timers/promises';
import type { Database, Statement } from 'better-sqlite3';
import type { StageContext } from '../../../shared/progress.ts';
import { type Random, seededRandom } from '../values/random.ts';
import { clock, lessonStart, type SchoolDay, schoolDays } from './calendar.ts';
import { makeRegister, type Register } from './register.ts';
import type { School } from './school.ts';

/** Rows between two looks at the signal: a few hundredths of a second. */
const BLOCK_ROWS = 4_000;

/** `marks` holds the six values of each student one after another, in the order of the INSERT. */
type InsertLesson = (lesson: LessonColumns, marks: readonly MarkValue[]) => void;
type MarkValue = string | number | null;

/** What all rows of one lesson share. */
interface LessonColumns {
  readonly classId: number;
  readonly teacherId: number;
  readonly date: string;
  readonly period: number;
}

/**
 * Fills `attendance` day by day and class by class, as day sheets are handed in. A student's lessons of one day
 * come soon after one another then, which halves the time that the unique index takes.
 * Expects an open transaction. Rejects with the signal's reason when aborted.
 */
export async function fillAttendance(
  database: Database,
  school: School,
  size: { days: number; periods: number; seed: number },
  { signal, advance }: StageContext,
): Promise<void> {
  const total = school.students * size.days * size.periods;
  const register = makeRegister(school.students, size.periods, size.seed);
  const random = seededRandom(size.seed, 4);
  const insertLesson = lessonInserter(database);
  let done = 0;
  let nextBlock = 0;

  for (const day of schoolDays(size.days)) {
    register.openDay();
    for (let classIndex = 0; classIndex < school.classStarts.length - 1; classIndex += 1) {
      for (let period = 1; period <= size.periods; period += 1) {
        if (done >= nextBlock) {
          advance({ done, total, table: 'attendance', rows: done });
          await setImmediate();
          signal.throwIfAborted();
          nextBlock = done + BLOCK_ROWS;
        }
        done += fillLesson({ school, register, random, insertLesson, day, period, classIndex });
      }
    }
  }
  advance({ done, total, table: 'attendance', rows: done });
}

/** Writes what one teacher enters about one class; returns the number of rows. */
function fillLesson(lesson: {
  school: School;
  register: Register;
  random: Random;
  insertLesson: InsertLesson;
  day: SchoolDay;
  period: number;
  classIndex: number;
}): number {
  const { school, register, random, insertLesson, day, period, classIndex } = lesson;
  const first = school.classStarts[classIndex] ?? 0;
  const end = school.classStarts[classIndex + 1] ?? 0;
  const second = `${day.date} ${clock(lessonStart(period) + 2 + random.below(9), random.below(60))}.`;
  let micros = random.below(900_000);

  const marks: MarkValue[] = [];
  for (let student = first; student < end; student += 1) {
    const { status, minutesLate, remark } = register.mark(student, period);
    const createdAt = second + String(micros).padStart(6, '0');
    const updatedAt = second + String(micros + 7).padStart(6, '0');
    micros += 150;
    marks.push(student + 1, status, minutesLate, remark, createdAt, updatedAt);
  }
  const teacherId = school.userIdOf(school.timetable.teacherOf(classIndex, period, day.weekday));
  insertLesson({ classId: classIndex + 1, teacherId, date: day.date, period }, marks);
  return end - first;
}

/** One INSERT for all rows of a lesson, prepared once for each class size, of which a school has two at most. */
function lessonInserter(database: Database): InsertLesson {
  const statements = new Map<number, Statement<[readonly MarkValue[], LessonColumns]>>();
  return (lesson, marks) => {
    let statement = statements.get(marks.length);
    if (statement === undefined) {
      const rows = Array.from(
        { length: marks.length / 6 },
        () => '(@classId, @teacherId, @date, @period, ?, ?, ?, ?, ?, ?)',
      );
      statement = database.prepare(
        `INSERT INTO attendance
           (class_id, teacher_id, date, period, student_id, status, minutes_late, remark, created_at, updated_at)
         VALUES ${rows.join(', ')}`,
      );
      statements.set(marks.length, statement);
    }
    statement.run(marks, lesson);
  };
}
