import type { Plant } from './plant.ts';
import { longColumns } from './schema.ts';

/** Pains that lie in how tables are declared. */
export const inTheSchema: readonly Plant[] = [
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
