import fc from 'fast-check';
import { foldName } from '../core/source/quote.ts';

const long = 'a_name_that_goes_on_and_on_until_postgresql_would_rather_stop_i';

/** Names that SQLite takes without a murmur. */
const nasty = [
  ...['user', 'order', 'select', 'table', 'group', 'end', 'analyse', 'limit', 'check', 'default'],
  ...['Name', 'UPPER', 'MixedCase', 'with space', ' leading', 'trailing ', 'a"b', "it's", 'back\\slash'],
  ...['a.b', 'semi;colon', '--', '/*', '%s', '$1', '?', ':a', '@b', '1st', 'tab\tbed', 'two\nlines', ''],
  ...['مدرسة', 'école', 'École', '学校', '🏫', '\u202eabc', 'e\u0301'],
  ...[`${long}`, `${long}x`, `${long}y`, `${long.slice(0, 60)}é`, `${long.slice(0, 61)}مد`, '🏫'.repeat(20)],
  ...['ctid', 'xmin', 'tableoid', 'oid', 'rowid', '_rowid_', 'ROWID'],
  ...['text', 'date', 'uuid', 'bytea', 'jsonb', 'timestamptz', 'int4', 'time', 'boolean'],
  ...['t', 't_pkey', 't_id_seq', 't_id_key', 't_id_idx', 't_check1', 't_id_fkey', '_t', 't_a_not_null'],
  ...['attendance', 'student', 'class_id', 'period', 'date', 'student_id', 'idx_student_class'],
  ...[
    'rollcall',
    'run',
    'quarantine',
    'parent',
    'key',
    'value',
    'id',
    'ID2',
    'a',
    'b',
    'c',
    'd',
    'e',
    'x',
    'y',
    'z',
  ],
];

const name = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...nasty) },
  { weight: 2, arbitrary: fc.constantFrom('id', 'a', 'b', 'c', 'd', 'x', 'y', 't', 'name', 'parent_id') },
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }),
);

/** Names that SQLite tells from each other; it ignores the case of A to Z. */
export function distinctNames(least: number, most: number): fc.Arbitrary<string[]> {
  return fc.uniqueArray(
    name.filter((one) => !one.includes('\0') && !foldName(one).startsWith('sqlite_') && one.isWellFormed()),
    { minLength: least, maxLength: most, selector: foldName },
  );
}

const declaredTypes = [
  ...['INTEGER', 'INT', 'BIGINT', 'SMALLINT', 'INT UNSIGNED', 'tinyint(1)', 'INT8', 'UNSIGNED BIG INT'],
  ...[
    'TEXT',
    'VARCHAR(10)',
    'varchar(255)',
    'CHAR(32)',
    'NVARCHAR(3)',
    'NATIVE CHARACTER(70)',
    'CLOB',
    'STRING',
  ],
  ...['REAL', 'DOUBLE', 'DOUBLE PRECISION', 'FLOAT', 'float(5,2)'],
  ...['NUMERIC', 'NUMERIC(5)', 'DECIMAL(10,2)', 'DECIMAL(3,5)', 'decimal', 'MONEY', 'NUMBER(8,3)'],
  ...['BOOLEAN', 'bool', 'BIT'],
  ...['DATE', 'TIME', 'DATETIME', 'TIMESTAMP', 'datetime(6)', 'TIMESTAMP WITH TIME ZONE', 'YEAR'],
  ...['JSON', 'JSONB', 'UUID', 'GUID', 'BLOB', 'VARBINARY(20)', 'LONGBLOB', 'bytea', 'mediumtext'],
  ...['', 'ANY', "ENUM('a','b')", 'INTERGER', 'VARCHR(5)', 'geometry', 'VARCHAR(-1)', 'VARCHAR(99999999999)'],
  ...['POINT', 'FLOATING POINT', 'unknown type with words', '"quoted type"', 'serial', 'xml', 'inet'],
];
export const declaredType = fc.constantFrom(...declaredTypes);
export const strictType = fc.constantFrom('INT', 'INTEGER', 'REAL', 'TEXT', 'BLOB', 'ANY');
