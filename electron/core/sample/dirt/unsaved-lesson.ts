import { schoolDays } from '../calendar.ts';
import type { Planted } from './pains.ts';
import { leaveInWal } from './wal.ts';

/** Enters the first lesson of class 1 on the next school day, and leaves it in the WAL. */
export async function addLessonInWal(path: string, days: number): Promise<Planted> {
  const date = schoolDays(days + 1).at(-1)?.date;
  const rows = await leaveInWal(
    path,
    (database) =>
      database
        .prepare(
          `INSERT INTO attendance (student_id, class_id, teacher_id, date, period, created_at, updated_at)
         SELECT id, class_id, (SELECT homeroom_teacher_id FROM school_class WHERE id = 1), @date, 1,
                 @date || ' 07:05:00.000000', @date || ' 07:05:00.000000'
         FROM student WHERE class_id = 1 ORDER BY id`,
        )
        .run({ date }).changes,
  );
  return {
    pain: 'WAL',
    table: 'attendance',
    rows,
    sentence:
      'The newest lesson is in the file that ends in -wal alone; a copy of the database without it lacks it.',
  };
}
