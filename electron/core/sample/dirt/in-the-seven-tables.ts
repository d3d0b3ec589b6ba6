import type { Plant } from './plant.ts';

/** Somebody without attendance: what keeps such a student out takes no other row along. */
function newStudent(number: string, name: string, isActive: string): string {
  return `INSERT INTO student (student_number, name, class_id, is_active)
          VALUES ('${number}', ${name}, 2, ${isActive})`;
}

/** Pains among the school's own rows. */
export const inTheSevenTables: readonly Plant[] = [
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
