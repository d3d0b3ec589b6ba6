import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IndexReport, IndexVerdict, LiveIndex } from '../../../shared/indexes.ts';
import { onceCounted } from '../../testing/once-counted.ts';
import { type FreshDatabase, freshDatabase, servers } from '../../testing/postgres.ts';
import { readIndexes } from './read-indexes.ts';

const school = `
  CREATE TABLE teacher (id bigint PRIMARY KEY, name text NOT NULL);
  CREATE TABLE student (id bigint PRIMARY KEY, class_id bigint, name text NOT NULL, email text, mentor_id bigint REFERENCES teacher);
  CREATE TABLE attendance (
    id bigint PRIMARY KEY, student_id bigint NOT NULL REFERENCES student, class_id bigint NOT NULL,
    teacher_id bigint REFERENCES teacher, period bigint NOT NULL, date date NOT NULL, remark text, tags text[]);
  CREATE TABLE place (spot point, area polygon);`;

/** Of the school's tables in a schema of their own, after these statements. */
async function reportOf(
  { client, target }: FreshDatabase,
  ...statements: readonly string[]
): Promise<IndexReport> {
  const schema = `school_${randomBytes(4).toString('hex')}`;
  await client.query(`CREATE SCHEMA ${schema}; SET search_path = ${schema}; ${school}`);
  for (const statement of statements) await client.query(statement);
  return readIndexes(client, target, schema);
}

/** Of an index whose scans aren't the point. */
function verdictsOf({ indexes }: IndexReport, name: string): IndexVerdict[] {
  return (indexOf(indexes, name).verdicts ?? []).filter(({ kind }) => kind !== 'unused');
}

function shortly(verdict: IndexVerdict): string {
  switch (verdict.kind) {
    case 'covered':
      return `covered by ${verdict.by}`;
    case 'duplicate':
      return `duplicate of ${verdict.of}`;
    case 'unused': {
      const { keptFor } = verdict;
      if (keptFor === undefined) return 'unused';
      return `unused but for ${keptFor.kind === 'foreign key' ? keptFor.name : keptFor.index}`;
    }
    default:
      return verdict.kind;
  }
}

function indexOf(indexes: readonly LiveIndex[], name: string): LiveIndex {
  const found = indexes.find((index) => index.name === name);
  if (!found) throw new Error(`There is no index ${name}.`);
  return found;
}

describe.each(servers())('PostgreSQL $version', (server) => {
  let database: FreshDatabase;
  beforeAll(async () => {
    database = await freshDatabase(server);
  });
  afterAll(async () => database[Symbol.asyncDispose]());

  const reportOnceScanned = (schema: string, index: string): Promise<IndexReport> =>
    onceCounted(server, database.client, async () => {
      const report = await readIndexes(database.client, database.target, schema);
      expect(indexOf(report.indexes, index).scans).toBeGreaterThan(0);
      return report;
    });

  /** What is said of index `a` beside the others; nothing where both are worth their while. */
  const judge = async (what: string, definitions: readonly string[], expected: readonly IndexVerdict[]) => {
    const create = definitions.map((definition) =>
      definition.startsWith('UNIQUE')
        ? `CREATE UNIQUE INDEX ${definition.slice(7)}`
        : `CREATE INDEX ${definition}`,
    );
    const report = await reportOf(database, ...create);
    if (what.endsWith('under another name')) {
      expect(verdictsOf(report, 'b')).toEqual([{ kind: 'duplicate', of: 'a' }]);
    }
    expect(verdictsOf(report, 'a')).toEqual(expected);
  };

  test.each<[string, string[], IndexVerdict[]]>([
    ['the same columns under another name', ['a ON attendance (date)', 'b ON attendance (date)'], []],
    [
      'a narrower one',
      ['a ON attendance (date)', 'b ON attendance (date, class_id)'],
      [{ kind: 'covered', by: 'b' }],
    ],
    ['columns that do not lead', ['a ON attendance (class_id)', 'b ON attendance (date, class_id)'], []],
    [
      'the same columns in another order',
      ['a ON attendance (class_id, date)', 'b ON attendance (date, class_id)'],
      [],
    ],
    [
      'the widest of three',
      [
        'a ON attendance (date)',
        'b ON attendance (date, class_id)',
        'c ON attendance (date, class_id, period)',
      ],
      [{ kind: 'covered', by: 'c' }],
    ],
    [
      'a column that is the primary key',
      ['a ON attendance (id)'],
      [{ kind: 'covered', by: 'attendance_pkey' }],
    ],
    [
      'a unique one beside one that is not',
      ['UNIQUE a ON attendance (student_id, date)', 'b ON attendance (student_id, date)'],
      [],
    ],
    [
      'one that is not unique beside a unique one',
      ['a ON attendance (student_id, date)', 'UNIQUE b ON attendance (student_id, date)'],
      [{ kind: 'covered', by: 'b' }],
    ],
    [
      'a unique one beside a wider unique one',
      ['UNIQUE a ON attendance (student_id)', 'UNIQUE b ON attendance (student_id, date)'],
      [],
    ],
    [
      'the reverse order',
      ['b ON attendance (date, period)', 'a ON attendance (date DESC, period DESC)'],
      [{ kind: 'duplicate', of: 'b' }],
    ],
    ['an order that is mixed', ['a ON attendance (date DESC, period)', 'b ON attendance (date, period)'], []],
    ['NULLs at the other end', ['a ON attendance (remark NULLS FIRST)', 'b ON attendance (remark)'], []],
    [
      'NULLs at the other end of a column that has none',
      ['a ON attendance (date NULLS FIRST)', 'b ON attendance (date, period)'],
      [{ kind: 'covered', by: 'b' }],
    ],
    ['an expression', ['a ON student (lower(name))', 'b ON student (name)'], []],
    [
      'the same expression',
      ['a ON student (lower(name))', 'b ON student (lower(name), id)'],
      [{ kind: 'covered', by: 'b' }],
    ],
    ['an operator class for LIKE', ['a ON student (name text_pattern_ops)', 'b ON student (name)'], []],
    ['another collation', ['a ON student (name COLLATE "POSIX")', 'b ON student (name)'], []],
    ['other rows', ["a ON attendance (date) WHERE remark = 'late'", 'b ON attendance (date)'], []],
    [
      'all rows beside a part of them',
      ['a ON attendance (date)', "b ON attendance (date, period) WHERE remark = 'late'"],
      [],
    ],
    [
      'the same part of the rows',
      [
        "a ON attendance (date) WHERE remark = 'late'",
        "b ON attendance (date, period) WHERE remark = 'late'",
      ],
      [{ kind: 'covered', by: 'b' }],
    ],
    [
      'columns that it carries along',
      ['a ON attendance (date) INCLUDE (remark)', 'b ON attendance (date, period)'],
      [],
    ],
    [
      'columns that the other one has as well',
      ['a ON attendance (date) INCLUDE (period)', 'b ON attendance (date, period)'],
      [{ kind: 'covered', by: 'b' }],
    ],
    ['another access method', ['a ON attendance USING hash (date)', 'b ON attendance (date)'], []],
    [
      'GIN by any of its columns',
      ['a ON attendance USING gin (tags)', "b ON attendance USING gin (to_tsvector('simple', remark), tags)"],
      [{ kind: 'covered', by: 'b' }],
    ],
    [
      'BRIN of other ranges',
      ['a ON attendance USING brin (date) WITH (pages_per_range = 8)', 'b ON attendance USING brin (date)'],
      [],
    ],
    [
      'GiST keys that cannot be read back',
      ['a ON place USING gist (spot) INCLUDE (area)', 'b ON place USING gist (spot, area)'],
      [],
    ],
    [
      'GiST keys that can',
      ['a ON place USING gist (area) INCLUDE (spot)', 'b ON place USING gist (area, spot)'],
      [{ kind: 'covered', by: 'b' }],
    ],
    ['another table', ['a ON student (class_id)', 'b ON attendance (class_id)'], []],
  ])('%s', judge);

  test
    .skipIf(server.version < 14)
    .each<[string, string[], IndexVerdict[]]>([
      [
        'an SP-GiST key that cannot be read back',
        ['a ON place USING spgist (area) INCLUDE (area)', 'b ON place USING spgist (area)'],
        [],
      ],
    ])('%s', judge);

  test.skipIf(server.version < 15).each<[string, string[], IndexVerdict[]]>([
    [
      'NULLs that are all one in a column that has none',
      ['UNIQUE a ON attendance (date) NULLS NOT DISTINCT', 'UNIQUE b ON attendance (date) INCLUDE (remark)'],
      [{ kind: 'covered', by: 'b' }],
    ],
    [
      'NULLs that are all one',
      [
        'UNIQUE a ON attendance (remark) NULLS NOT DISTINCT',
        'UNIQUE b ON attendance (remark) INCLUDE (date)',
      ],
      [],
    ],
  ])('%s', judge);

  test('an index of nearly all rows has nothing on one of all rows', async () => {
    const report = await reportOf(
      database,
      "INSERT INTO teacher SELECT n, CASE WHEN n % 10 = 0 THEN 'gone' ELSE 'there' END FROM generate_series(1, 1000) AS n",
      "CREATE INDEX most ON teacher (name) WHERE name <> 'gone'",
      "CREATE INDEX few ON teacher (name) WHERE name = 'gone'",
      'CREATE INDEX every ON teacher (name)',
      'ANALYZE teacher',
    );
    expect(verdictsOf(report, 'most')).toEqual([{ kind: 'covered', by: 'every' }]);
    expect(verdictsOf(report, 'few')).toEqual([]);
  });

  /** What is said of the indexes by name, after some were used while the planner shunned reading whole tables. */
  const saidOf = async (statements: readonly string[]) => {
    const { schema } = await reportOf(
      database,
      'SET enable_seqscan = off',
      ...statements,
      'RESET enable_seqscan',
    );
    const isUsed = statements.some((statement) => statement.startsWith('SELECT'));
    const { indexes } = await onceCounted(server, database.client, async () => {
      const report = await readIndexes(database.client, database.target, schema);
      expect(report.indexes.some(({ scans }) => scans > 0)).toBe(isUsed);
      return report;
    });
    return Object.fromEntries(
      indexes
        .filter(({ verdicts }) => verdicts.length > 0)
        .map(({ name, verdicts }) => [name, verdicts.map(shortly).join(', ')]),
    );
  };

  test.each<[string, string[], Record<string, string>]>([
    [
      'what covers one that is used',
      [
        'CREATE INDEX narrow ON attendance (period)',
        'SELECT FROM attendance WHERE period = 1',
        'CREATE INDEX wide ON attendance (period, remark)',
      ],
      { narrow: 'covered by wide' },
    ],
    [
      'the elder of two alike that cover one that is used',
      [
        'CREATE INDEX narrow ON attendance (period)',
        'SELECT FROM attendance WHERE period = 1',
        'CREATE INDEX wide_first ON attendance (period, remark)',
        'CREATE INDEX wide_again ON attendance (period, remark)',
      ],
      { narrow: 'covered by wide_first', wide_again: 'duplicate of wide_first, unused' },
    ],
    [
      'the one of three alike that is used',
      [
        'CREATE INDEX one ON attendance (period)',
        'SELECT FROM attendance WHERE period = 1',
        'CREATE INDEX two ON attendance (period)',
        'CREATE INDEX three ON attendance (period)',
      ],
      { two: 'duplicate of one, unused', three: 'duplicate of one, unused' },
    ],
    [
      'one of two by which a foreign key may be checked',
      [
        'CREATE INDEX by_name ON student (mentor_id, name)',
        'CREATE INDEX by_email ON student (mentor_id, email)',
      ],
      { by_name: 'unused but for student_mentor_id_fkey', by_email: 'unused' },
    ],
    [
      'what covers one by which a foreign key is checked',
      ['CREATE INDEX narrow ON student (mentor_id)', 'CREATE INDEX wide ON student (mentor_id, name)'],
      { narrow: 'covered by wide, unused', wide: 'unused but for student_mentor_id_fkey' },
    ],
    [
      'what a screen that nobody has opened is made quick by',
      [
        'CREATE INDEX idx_student_class ON student (class_id)',
        'CREATE INDEX wide ON student (class_id, name)',
        'CREATE INDEX wider ON student (class_id, name, email)',
      ],
      {
        idx_student_class: 'covered by wider, unused',
        wide: 'covered by wider, unused',
        wider: 'unused but for idx_student_class',
      },
    ],
    [
      'the whole whose part covers one that is used',
      [
        'CREATE TABLE mark (id bigint, day int, note text) PARTITION BY RANGE (day)',
        'CREATE TABLE mark_1 PARTITION OF mark FOR VALUES FROM (1) TO (100)',
        'CREATE INDEX own ON mark_1 (id)',
        'SELECT FROM mark_1 WHERE id = 1',
        'CREATE INDEX marks ON mark (id, note)',
      ],
      { own: 'covered by mark_1_id_note_idx' },
    ],
    [
      'what CLUSTER goes by',
      [
        'CREATE INDEX narrow ON attendance (period)',
        'CREATE INDEX wide ON attendance (period, remark)',
        'ALTER TABLE attendance CLUSTER ON narrow',
      ],
      { wide: 'unused' },
    ],
    [
      'what a foreign key refers to beside the primary key',
      [
        'CREATE TABLE room (id int, floor int NOT NULL)',
        'CREATE UNIQUE INDEX referred ON room (id)',
        'CREATE TABLE lesson (room int REFERENCES room (id))',
        'ALTER TABLE room ADD PRIMARY KEY (id)',
        'CREATE UNIQUE INDEX again ON room (id)',
      ],
      { again: 'duplicate of room_pkey' },
    ],
  ])('who follows all that is said at once keeps %s', async (_, statements, expected) => {
    expect(await saidOf(statements)).toEqual(expected);
  });

  test('of two alike the one that something hangs on stays', async () => {
    const report = await reportOf(
      database,
      'CREATE UNIQUE INDEX first ON student (name)',
      'ALTER TABLE student ADD CONSTRAINT names UNIQUE (name)',
      'CREATE INDEX plain ON student (class_id)',
      'CREATE INDEX idx_student_class ON student (class_id)',
      'CREATE UNIQUE INDEX again ON student (id)',
    );
    expect(verdictsOf(report, 'first')).toEqual([{ kind: 'duplicate', of: 'names' }]);
    expect(verdictsOf(report, 'names')).toEqual([]);
    expect(verdictsOf(report, 'plain')).toEqual([{ kind: 'duplicate', of: 'idx_student_class' }]);
    expect(verdictsOf(report, 'idx_student_class')).toEqual([]);
    expect(verdictsOf(report, 'again')).toEqual([{ kind: 'duplicate', of: 'student_pkey' }]);
    expect(indexOf(report.indexes, 'names').drop).toEqual({ kind: 'constraint', constraint: 'names' });
  });

  test('what an exclusion constraint keeps out, replication needs or a foreign key refers to is not spare', async () => {
    const report = await reportOf(
      database,
      'CREATE TABLE seat (row_id int, span int4range NOT NULL, place int NOT NULL, EXCLUDE USING btree (row_id WITH =), EXCLUDE USING gist (span WITH &&), EXCLUDE USING gist (span WITH -|-))',
      'CREATE INDEX wider ON seat (row_id, place)',
      'CREATE INDEX plain ON seat USING gist (span)',
      'CREATE UNIQUE INDEX identity ON seat (place)',
      'CREATE UNIQUE INDEX carrying ON seat (place) INCLUDE (row_id)',
      'ALTER TABLE seat REPLICA IDENTITY USING INDEX identity',
      'CREATE UNIQUE INDEX referred ON student (name)',
      'CREATE TABLE nickname (name text REFERENCES student (name))',
      'ALTER TABLE student ADD CONSTRAINT names UNIQUE (name)',
    );
    for (const name of ['seat_row_id_excl', 'seat_span_excl', 'seat_span_excl1', 'identity', 'referred']) {
      expect([name, verdictsOf(report, name)]).toEqual([name, []]);
    }
    expect(verdictsOf(report, 'plain')).toEqual([{ kind: 'duplicate', of: 'seat_span_excl' }]);
    expect(verdictsOf(report, 'names')).toEqual([{ kind: 'duplicate', of: 'referred' }]);
  });

  test('an index of a partitioned table has what its parts have', async () => {
    const report = await reportOf(
      database,
      'CREATE TABLE mark (id bigint, day int) PARTITION BY RANGE (day)',
      'CREATE TABLE mark_1 PARTITION OF mark FOR VALUES FROM (1) TO (100)',
      'CREATE TABLE mark_2 PARTITION OF mark FOR VALUES FROM (100) TO (200) PARTITION BY RANGE (day)',
      'CREATE TABLE mark_2a PARTITION OF mark_2 FOR VALUES FROM (100) TO (200)',
      'INSERT INTO mark SELECT n, n FROM generate_series(1, 199) AS n',
      'CREATE INDEX marks ON mark (id)',
      'CREATE INDEX idle_marks ON mark (day)',
      'ANALYZE mark',
      'SET enable_seqscan = off',
      'SELECT * FROM mark WHERE id = 150',
      'RESET enable_seqscan',
    );
    const { indexes } = await reportOnceScanned(report.schema, 'marks');
    expect(indexOf(indexes, 'marks')).toMatchObject({ scans: 2, verdicts: [], bytes: 2 * 16_384 });
    expect(indexOf(indexes, 'marks').lastScan !== undefined).toBe(server.version >= 16);
    expect(indexOf(indexes, 'idle_marks').verdicts).toEqual([{ kind: 'unused' }]);
  });

  test('a build that failed leaves an invalid index, which counts for nothing', async () => {
    const { client } = database;
    const report = await reportOf(
      database,
      "INSERT INTO teacher VALUES (1, 'Amal'), (2, 'Amal')",
      "INSERT INTO student (id, name, mentor_id) VALUES (1, 'Sara', 1), (2, 'Omar', 1)",
    );
    const failing = `CREATE UNIQUE INDEX CONCURRENTLY broken ON ${report.schema}.student (mentor_id)`;
    await expect(client.query(failing)).rejects.toThrow();
    const after = await readIndexes(client, database.target, report.schema);
    const broken = indexOf(after.indexes, 'broken');
    expect(broken.verdicts).toEqual([{ kind: 'invalid' }]);
    expect(broken.drop).toEqual({ kind: 'possible', warnings: [] });
    expect(after.bareForeignKeys.map(({ columns }) => columns)).toContainEqual(['mentor_id']);
  });

  test('says which indexes no query used, and when one was used last', async () => {
    const report = await reportOf(
      database,
      'CREATE INDEX idle ON student (email)',
      'CREATE INDEX of_mentor ON student (mentor_id)',
      'CREATE UNIQUE INDEX keeper ON student (class_id)',
      'CREATE INDEX busy ON student (name)',
      'SET enable_seqscan = off',
      "SELECT * FROM student WHERE name = 'Sara'",
      'RESET enable_seqscan',
    );
    const { indexes, tellsLastScan } = await reportOnceScanned(report.schema, 'busy');
    const of = (name: string) => indexOf(indexes, name);
    expect(of('idle').verdicts).toEqual([{ kind: 'unused' }]);
    expect(of('of_mentor').verdicts).toEqual([
      { kind: 'unused', keptFor: { kind: 'foreign key', name: 'student_mentor_id_fkey' } },
    ]);
    expect(of('of_mentor').drop).toEqual({
      kind: 'possible',
      warnings: [{ kind: 'serves foreign key', key: 'student_mentor_id_fkey', parent: 'teacher' }],
    });
    expect(of('keeper').verdicts).toEqual([]);
    expect(of('keeper').drop).toMatchObject({
      warnings: [{ kind: 'enforces uniqueness' }, { kind: 'serves screen' }],
    });
    expect(of('busy')).toMatchObject({ scans: 1, verdicts: [] });
    expect(tellsLastScan).toBe(server.version >= 16);
    expect(of('busy').lastScan !== undefined).toBe(tellsLastScan);
    expect(of('busy').drop).toMatchObject({ warnings: [{ kind: 'in use', scans: 1 }] });
  });

  test('foreign keys are served by leading columns in whatever order', async () => {
    const bare = async (...statements: string[]) =>
      (await reportOf(database, ...statements)).bareForeignKeys.map(({ name }) => name);
    const composite = [
      'ALTER TABLE student ADD UNIQUE (id, class_id)',
      'CREATE TABLE seat (student_id bigint, class_id bigint, place int, FOREIGN KEY (student_id, class_id) REFERENCES student (id, class_id))',
    ];
    const key = 'seat_student_id_class_id_fkey';
    expect(await bare(...composite)).toContain(key);
    expect(await bare(...composite, 'CREATE INDEX ON seat (class_id, student_id, place)')).not.toContain(key);
    expect(await bare(...composite, 'CREATE INDEX ON seat (student_id, place, class_id)')).toContain(key);
    const mentor = 'student_mentor_id_fkey';
    const partial = 'CREATE INDEX ON student (mentor_id) WHERE';
    expect(await bare(`${partial} mentor_id IS NOT NULL`)).not.toContain(mentor);
    expect(await bare(`${partial} class_id IS NOT NULL`)).toContain(mentor);
    expect(await bare('CREATE INDEX ON student USING hash (mentor_id)')).not.toContain(mentor);
  });

  test('the four named indexes: there, served, missing, invalid, for other tables, under a name that is taken', async () => {
    const states = async (...statements: string[]) =>
      Object.fromEntries(
        (await reportOf(database, ...statements)).named.map(({ name, state }) => [name, state]),
      );
    expect(await states()).toEqual({
      idx_attendance_period_class_teacher: { kind: 'missing' },
      idx_attendance_student_date_period: { kind: 'missing' },
      idx_attendance_date_class: { kind: 'missing' },
      idx_student_class: { kind: 'missing' },
    });
    expect(
      await states(
        'CREATE INDEX idx_attendance_date_class ON attendance (date DESC, class_id)',
        'ALTER TABLE attendance ADD CONSTRAINT once UNIQUE (student_id, date, period)',
        'CREATE INDEX idx_student_class ON student (name)',
        'ALTER TABLE attendance DROP COLUMN teacher_id',
      ),
    ).toEqual({
      idx_attendance_period_class_teacher: {
        kind: 'does not apply',
        missing: 'column teacher_id of attendance',
      },
      idx_attendance_student_date_period: { kind: 'served', by: 'once' },
      idx_attendance_date_class: { kind: 'there' },
      idx_student_class: { kind: 'name taken', over: 'student (name)' },
    });
    expect(await states('DROP TABLE attendance')).toMatchObject({
      idx_attendance_date_class: { kind: 'does not apply', missing: 'table attendance' },
    });
    expect(
      await states('ALTER TABLE student RENAME TO "Student"', 'CREATE INDEX x ON "Student" (class_id)'),
    ).toMatchObject({ idx_student_class: { kind: 'served', by: 'x' } });
  });

  test('space that is not needed is measured where pgstattuple is there, and estimated elsewhere', async () => {
    const { client } = database;
    const report = await reportOf(
      database,
      "INSERT INTO teacher SELECT n, 'Teacher ' || n FROM generate_series(1, 100000) AS n",
      'CREATE INDEX loose ON teacher (name)',
      'DELETE FROM teacher WHERE id % 10 <> 0',
      'VACUUM ANALYZE teacher',
    );
    const { bloat, verdicts } = indexOf(report.indexes, 'loose');
    expect(bloat?.how).toBe('estimated');
    expect(verdicts).toContainEqual({ kind: 'bloated' });
    await client.query('CREATE EXTENSION IF NOT EXISTS pgstattuple SCHEMA pg_catalog');
    const measured = indexOf((await readIndexes(client, database.target, report.schema)).indexes, 'loose');
    expect(measured.bloat?.how).toBe('measured');
    expect(measured.verdicts).toContainEqual({ kind: 'bloated' });
    expect(Math.abs((measured.bloat?.share ?? 0) - (bloat?.share ?? 0))).toBeLessThan(0.1);
    await client.query(`REINDEX INDEX ${report.schema}.loose; DROP EXTENSION pgstattuple`);
    const rebuilt = indexOf((await readIndexes(client, database.target, report.schema)).indexes, 'loose');
    expect(rebuilt.bloat?.share).toBeLessThan(0.15);
  });

  test('a schema that is not there is said, and an empty one has nothing', async () => {
    const { client, target } = database;
    await expect(readIndexes(client, target, 'nowhere')).rejects.toMatchObject({ code: 'schema-unknown' });
    await client.query('CREATE SCHEMA "Empty one"');
    expect(await readIndexes(client, target, 'Empty one')).toMatchObject({
      indexes: [],
      bareForeignKeys: [],
    });
  });
});
