import type { Plant } from './plant.ts';

/** Pains in rows of the tables that were added over the years. */
export const inOtherTables: readonly Plant[] = [
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
