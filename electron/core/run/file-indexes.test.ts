import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { indexesIn } from './file-indexes.ts';

const attendance = `CREATE TABLE Attendance (id INTEGER PRIMARY KEY, student_id INTEGER, class_id INTEGER,
  teacher_id INTEGER, Date TEXT, period INTEGER)`;

function found(...statements: string[]): Map<string, string | undefined> {
  const db = new Database(':memory:');
  try {
    for (const statement of statements) db.exec(statement);
    return new Map(indexesIn(db).map(({ name, by }) => [name, by]));
  } finally {
    db.close();
  }
}

test('what looks up by the same columns does the work, whatever it is called', () => {
  expect([
    ...found(
      attendance,
      'CREATE TABLE student (id INTEGER PRIMARY KEY, class_id INTEGER)',
      'CREATE INDEX by_day ON attendance (date DESC, CLASS_ID, period)',
      'CREATE INDEX idx_student_class ON student (class_id)',
      'CREATE INDEX idx_attendance_student_date_period ON attendance (student_id, period, date)',
      'CREATE UNIQUE INDEX once ON attendance (period, class_id, teacher_id, date)',
    ),
  ]).toEqual([
    ['idx_attendance_period_class_teacher', 'once'],
    ['idx_attendance_student_date_period', undefined],
    ['idx_attendance_date_class', 'by_day'],
    ['idx_student_class', 'idx_student_class'],
  ]);
});

test('its own name goes before others that do the same', () => {
  const both = found(
    attendance,
    'CREATE INDEX idx_attendance_date_class ON attendance (date, class_id)',
    'CREATE INDEX by_day ON attendance (date, class_id)',
  );
  expect(both.get('idx_attendance_date_class')).toBe('idx_attendance_date_class');
});

test.each([
  ['a part of the rows', 'CREATE INDEX i ON attendance (date, class_id) WHERE period = 1', undefined],
  ['too few columns', 'CREATE INDEX i ON attendance (date)', undefined],
  ['an expression', 'CREATE INDEX i ON attendance (lower(date), class_id)', undefined],
  ['another collation', 'CREATE INDEX i ON attendance (date COLLATE NOCASE, class_id)', undefined],
  ['the collation of its column', 'CREATE INDEX i ON attendance (date COLLATE binary, class_id)', 'i'],
])('an index of %s is judged by what SQLite takes it for', (_, statement, by) => {
  const indexes = found(attendance, statement);
  expect(indexes.has('idx_attendance_date_class')).toBe(true);
  expect(indexes.get('idx_attendance_date_class')).toBe(by);
});

test('nothing is said of tables and columns that the file has not', () => {
  expect(found('CREATE TABLE student (id INTEGER PRIMARY KEY)').size).toBe(0);
});

test('an index behind a key does the work too, in the collation of its column', () => {
  expect([...found('CREATE TABLE student (class_id TEXT COLLATE NOCASE PRIMARY KEY)')]).toEqual([
    ['idx_student_class', 'sqlite_autoindex_student_1'],
  ]);
});
