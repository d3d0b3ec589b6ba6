import type { Scenario, ScenarioStatement } from '../../../shared/scenario.ts';

/** A statement that both dialects write alike. */
function alike(sql: string, each = false): ScenarioStatement {
  return { sqlite: sql, postgres: sql, ...(each ? { each } : {}) };
}

/**
 * Another value each time, however often an operation comes around: SQLite leaves a page alone that would not change,
 * where PostgreSQL writes a new row, so that nothing would be compared.
 */
function otherThan(column: string, one: string, other: string): string {
  return `CASE ${column} WHEN :${one} THEN :${other} ELSE :${one} END`;
}

const ofLesson = 'period = :period AND class_id = :class_id AND teacher_id = :teacher_id';

/**
 * What people do in the old application, as often as its load_test.py did it. The rows are read whole, as its ORM
 * does.
 */
export const builtInScenarios: readonly Scenario[] = [
  {
    name: 'daily-report',
    screen: 'Daily report: attendance of a class on a date',
    writes: false,
    statements: [alike('SELECT * FROM attendance WHERE date = :date AND class_id = :class_id')],
    draw: { sql: 'SELECT DISTINCT date, class_id FROM attendance ORDER BY date DESC', by: 'recent' },
    operations: 100,
    users: [1, 10],
  },
  {
    name: 'class-period',
    screen: 'Staff dashboard: attendance by period, class and teacher',
    writes: false,
    statements: [alike(`SELECT * FROM attendance WHERE ${ofLesson}`)],
    draw: { sql: 'SELECT DISTINCT period, class_id, teacher_id FROM attendance', by: 'uniform' },
    operations: 100,
    users: [1, 10],
  },
  {
    name: 'student-detail',
    screen: 'Student detail: all attendance of a student',
    writes: false,
    statements: [alike('SELECT * FROM attendance WHERE student_id = :student_id ORDER BY date, period')],
    draw: { sql: 'SELECT id AS student_id FROM student', by: 'uniform' },
    operations: 100,
    users: [1, 10],
  },
  {
    name: 'class-roster',
    screen: 'Class roster: students of a class',
    writes: false,
    statements: [alike('SELECT * FROM student WHERE class_id = :class_id')],
    draw: { sql: 'SELECT DISTINCT class_id FROM student', by: 'uniform' },
    operations: 100,
    users: [1, 10],
  },
  {
    name: 'dashboard-counts',
    screen: 'Staff dashboard: five counts',
    writes: false,
    statements: [
      alike(`SELECT count(*) FROM attendance WHERE ${ofLesson}`),
      ...['present', 'absent', 'late', 'excused'].map((status) =>
        alike(`SELECT count(*) FROM attendance WHERE ${ofLesson} AND status = '${status}'`),
      ),
    ],
    draw: { sql: 'SELECT DISTINCT period, class_id, teacher_id FROM attendance', by: 'uniform' },
    // Five queries each: the 150 of the old script.
    operations: 30,
    users: [1, 10],
  },
  {
    name: 'distinct-periods',
    screen: 'Register: periods that are marked already',
    writes: false,
    statements: [alike('SELECT DISTINCT period FROM attendance WHERE date = :date AND class_id = :class_id')],
    draw: { sql: 'SELECT DISTINCT date, class_id FROM attendance ORDER BY date DESC', by: 'recent' },
    operations: 100,
    users: [1, 10],
  },
  {
    name: 'remark-updates',
    screen: 'Student detail: a remark is written',
    writes: true,
    statements: [
      alike(`UPDATE attendance SET remark = ${otherThan('remark', 'remark', 'other')} WHERE id = :id`),
    ],
    draw: {
      sql: `SELECT id, 'Spoke with the family' AS remark, 'Called home' AS other FROM attendance ORDER BY id DESC`,
      by: 'recent',
    },
    operations: 50,
    users: [1, 10],
  },
  {
    name: 'morning',
    screen: 'Register: every teacher marks a class',
    writes: true,
    // Marked anew and not added, so that the last round meets the same tables as the first.
    statements: [
      alike('SELECT * FROM student WHERE class_id = :class_id'),
      alike('SELECT * FROM attendance WHERE date = :date AND period = :period AND class_id = :class_id'),
      alike(
        `UPDATE attendance SET status = ${otherThan('status', 'one', 'other')}
          WHERE student_id = :student_id AND date = :date AND period = :period`,
        true,
      ),
    ],
    draw: {
      sql: `SELECT * FROM (SELECT DISTINCT date, period, class_id FROM attendance),
                          (SELECT min(status) AS one, max(status) AS other FROM attendance)
             ORDER BY date DESC`,
      by: 'recent',
      each: 'SELECT id AS student_id FROM student WHERE class_id = :class_id ORDER BY id',
    },
    operations: 50,
    users: [1, 5, 10, 25, 50, 100],
  },
];
