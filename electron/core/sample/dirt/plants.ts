import type { Planted } from './pains.ts';
import { longColumns } from './schema.ts';

/**
 * How a pain gets into the file: `values` are SQL expressions, each put into `column` of another row;
 * `statements` add or change rows; with neither, the pain lies in the schema.
 */
export interface Plant extends Omit<Planted, 'rows'> {
  readonly values?: readonly string[];
  readonly statements?: readonly string[];
}

/** Somebody without attendance: what keeps such a student out takes no other row along. */
function newStudent(number: string, name: string, isActive: string): string {
  return `INSERT INTO student (student_number, name, class_id, is_active)
          VALUES ('${number}', ${name}, 2, ${isActive})`;
}

const inTheSevenTables: readonly Plant[] = [
  {
    pain: 'identity',
    table: 'attendance',
    column: 'id',
    statements: ['UPDATE attendance SET id = id + 1000000 WHERE id = (SELECT max(id) FROM attendance)'],
    sentence: 'The last id is a million beyond the number of rows; the next one must come after it.',
  },
  {
    pain: 'orphans',
    table: 'attendance',
    column: 'student_id',
    values: ['900001', '900001', '900002'],
    sentence: 'Attendance of students who were deleted.',
  },
  {
    pain: 'orphans',
    table: 'attendance',
    column: 'teacher_id',
    values: ['0', '900003'],
    sentence: 'Attendance entered by users who do not exist.',
  },
  {
    pain: 'orphans',
    table: 'student',
    column: 'class_id',
    values: ['900004'],
    sentence: 'A student in a class that does not exist, whose attendance goes where the student goes.',
  },
  {
    pain: 'orphans',
    table: 'teacher_subject',
    column: 'subject_id',
    values: ['900005'],
    sentence: 'A teacher of a subject that does not exist.',
  },
  {
    pain: 'wrong type',
    table: 'attendance',
    column: 'minutes_late',
    values: ["'ten'", "''", '7.5', "'n/a'"],
    sentence: 'Words, an empty text and a fraction in a column of whole numbers.',
  },
  {
    pain: 'wrong type',
    table: 'school_class',
    column: 'capacity',
    values: ["'thirty'", '27.5', "''"],
    sentence: 'A word, a fraction and an empty text where the number of seats belongs.',
  },
  {
    pain: 'wrong type',
    table: 'user',
    column: 'is_active',
    values: ["'t'", "'Yes'"],
    statements: [
      `INSERT INTO user (username, password_hash, full_name, role, is_active, created_at)
       VALUES ('old.account', 'sample$no-password', 'Old Account', 'teacher', 2, '2024-08-25 08:00:00.000000')`,
    ],
    sentence: 'Truth written as t, Yes and 2.',
  },
  {
    pain: 'wrong type',
    table: 'student',
    column: 'is_active',
    values: ["'true'", "'N'"],
    statements: [newStudent('S202599901', "'Huda Salem'", "''")],
    sentence: 'Truth written as true, N and nothing.',
  },
  {
    pain: 'dates',
    table: 'attendance',
    column: 'date',
    values: ["strftime('%d/%m/%Y', date)", "strftime('%d/%m/%Y', date)", 'unixepoch(date)'],
    sentence: 'Dates with the day first, and one as seconds since 1970.',
  },
  {
    pain: 'dates',
    table: 'attendance',
    column: 'created_at',
    values: [
      "unixepoch(created_at, '-3 hours')",
      "unixepoch(created_at, '-3 hours')",
      "unixepoch(created_at, '-3 hours') * 1000",
      "unixepoch(created_at, '-3 hours') * 1000",
      "replace(created_at, ' ', 'T')",
      'substr(created_at, 1, 19)',
      "''",
    ],
    sentence:
      'Moments as seconds and as milliseconds since 1970, with a T, without a fraction, and one empty.',
  },
  {
    pain: 'dates',
    table: 'user',
    column: 'last_login',
    values: ["'2025-09-30T07:15:00+03:00'", "'2025-09-30T04:15:00Z'", '1759205700000'],
    sentence: 'Moments with a time zone among moments without.',
  },
  {
    pain: 'dates',
    table: 'student',
    column: 'date_of_birth',
    values: ["'17/04/2011'", "'04/17/2011'", "'03/04/2011'", "''"],
    sentence: 'Birthdays with the day first, with the month first, one that could be either, one empty.',
  },
  {
    pain: 'dates',
    table: 'period',
    column: 'ends_at',
    values: ["'7:00 AM'"],
    sentence: 'A time of day with AM.',
  },
  {
    pain: 'too long or too big',
    table: 'attendance',
    column: 'remark',
    values: [
      "replace(hex(zeroblob(6)), '0', 'Long talk with the father. ')",
      "replace(hex(zeroblob(150)), '0', 'ح')",
    ],
    sentence: 'Remarks longer than the 255 characters that are declared.',
  },
  {
    pain: 'too long or too big',
    table: 'subject',
    column: 'code',
    values: ["'SCIENCE-ADVANCED'"],
    sentence: 'A subject code of 16 characters where 10 are declared.',
  },
  {
    pain: 'too long or too big',
    table: 'attendance',
    column: 'minutes_late',
    values: ['20251117071500', '-3000000000'],
    sentence: 'Numbers beyond 32 bits: a bar code was scanned into the field.',
  },
  {
    pain: 'broken text',
    table: 'student',
    column: 'name',
    statements: [newStudent('S202599902', "'Sara' || char(0) || 'Khan'", '1')],
    sentence: 'A NUL byte inside a name.',
  },
  {
    pain: 'broken text',
    table: 'student',
    column: 'name_ar',
    values: ["CAST(x'E3CDE3CF20DAE1ED' AS TEXT)", "CAST(x'D8B3D8A7D8' AS TEXT)"],
    sentence: 'An Arabic name in Windows-1256 bytes, and one cut in the middle of a letter.',
  },
  {
    pain: 'broken text',
    table: 'attendance',
    column: 'remark',
    values: ["'sick' || char(0) || 'note'", "CAST(x'C3286162' AS TEXT)"],
    sentence: 'Remarks with a NUL byte and with bytes that are not UTF-8.',
  },
];

const inOtherTables: readonly Plant[] = [
  {
    pain: 'identity',
    table: 'announcement',
    column: 'id',
    statements: ['DELETE FROM announcement WHERE id > 10'],
    sentence: 'The highest ids were deleted and must not be given out again.',
  },
  {
    pain: 'orphans',
    table: 'exam',
    column: 'teacher_id, subject_id, class_id',
    statements: ['UPDATE exam SET class_id = 900006 WHERE id = 3'],
    sentence: 'An exam whose teacher never taught that subject in that class.',
  },
  {
    pain: 'dates',
    table: 'card_swipe',
    column: 'swiped_at',
    values: ["unixepoch(swiped_at, '-3 hours') * 1000", "unixepoch(swiped_at, '-3 hours') * 1000"],
    sentence: 'Moments as milliseconds since 1970 from a newer card reader.',
  },
  {
    pain: 'too long or too big',
    table: 'card_swipe',
    column: 'card_number',
    values: ['4026531840', '2147483648'],
    sentence: 'Card numbers beyond 32 bits.',
  },
  {
    pain: 'precision',
    table: 'card_swipe',
    column: 'card_number',
    values: ['9007199254740993', '9223372036854775807', '-9007199254740995'],
    sentence: 'Whole numbers beyond 2^53, which JavaScript would round.',
  },
  {
    pain: 'precision',
    table: 'card_swipe',
    column: 'temperature',
    values: ['36.654321098765', '0.1 + 0.2', '1e300'],
    sentence: 'Fractions that a four-byte float would round or refuse.',
  },
  {
    pain: 'lost on the way',
    table: 'club',
    column: 'code',
    statements: [
      "INSERT INTO club VALUES (NULL, 'Nameless', 1)",
      "INSERT INTO club VALUES (NULL, 'Unfounded', 2)",
    ],
    sentence: 'A primary key that is empty, which SQLite allows for text.',
  },
  {
    pain: 'lost on the way',
    table: 'club',
    column: 'name',
    statements: ["INSERT INTO club VALUES ('CA1', 'Café', 10), ('CA2', 'CAFÉ', 10)"],
    sentence: 'Names that are unique regardless of case; SQLite tells É from é, others do not.',
  },
  {
    pain: 'lost on the way',
    table: 'locker',
    column: 'label',
    statements: ["INSERT INTO locker VALUES (1, NULL), ('1', NULL)"],
    sentence: 'The number 1 and the text 1 in a unique column without a type.',
  },
];

const inTheSchema: readonly Plant[] = [
  {
    pain: 'defaults',
    table: 'announcement',
    column: 'published_at, visible_from, epoch',
    sentence:
      "Defaults that are the moment of the insert: datetime('now'), date('now'), strftime('%s', 'now').",
  },
  {
    pain: 'defaults',
    table: 'announcement',
    column: 'audience, pinned',
    sentence: "The default 'null' for a text, and false for a number.",
  },
  {
    pain: 'lost on the way',
    table: 'club_member',
    column: 'club_code, student_id',
    sentence: 'REFERENCES without naming a column.',
  },
  {
    pain: 'lost on the way',
    table: 'exam',
    column: 'percent, held_in',
    sentence: 'Generated columns, one stored and one virtual, and a CHECK.',
  },
  {
    pain: 'lost on the way',
    table: 'exam',
    column: 'teacher_id, subject_id, class_id',
    sentence: 'A foreign key of three columns.',
  },
  {
    pain: 'lost on the way',
    table: 'locker',
    column: 'student_id',
    sentence: 'A foreign key that is checked at commit only, in a table without a primary key.',
  },
  {
    pain: 'lost on the way',
    table: 'attendance',
    column: 'student_id, date',
    sentence: 'A partial index with a descending column.',
  },
  {
    pain: 'lost on the way',
    table: 'student',
    column: 'name, date_of_birth',
    sentence: 'Indexes on expressions, lower(name) and strftime.',
  },
  {
    pain: 'lost on the way',
    table: 'attendance',
    sentence: 'The views daily_absence and weekday_absence, and the trigger attendance_touched.',
  },
  { pain: 'lost on the way', table: 'student_search', sentence: 'A full-text search table.' },
  {
    pain: 'names',
    table: 'Group',
    column: 'Order, User',
    sentence: 'Reserved words in upper case as names of a table and of columns.',
  },
  {
    pain: 'names',
    table: 'Group',
    column: `${longColumns.mother}, ${longColumns.father}`,
    sentence: 'Names of 70 bytes that are the same in the first 63.',
  },
  {
    pain: 'names',
    table: 'Group',
    column: 'User, Order',
    sentence: 'A constraint named Club beside the table club, and another named as one of the table club.',
  },
];

/** In the order in which they are planted; see DESIGN.md for why each hurts. */
export const plants: readonly Plant[] = [...inTheSevenTables, ...inOtherTables, ...inTheSchema];
