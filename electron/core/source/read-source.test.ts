import type { Database } from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { Source } from '../../../shared/source.ts';
import { forgeSchema, understand } from '../../testing/understand.ts';
import { schemaDigest } from './read-source.ts';
import { linkTable, readTable } from './read-table.ts';
import { schemaEntries, tableFacts } from './schema-facts.ts';

describe('columns', () => {
  test('with types, defaults and collations as declared', async () => {
    await using made = await understand(`CREATE TABLE t (
      a VARCHAR(20) NOT NULL DEFAULT 'it''s',
      b,
      c DECIMAL(10, 2) DEFAULT -1.5,
      d DATETIME DEFAULT (datetime('now')),
      e TEXT COLLATE nocase DEFAULT NULL,
      f TEXT COLLATE BINARY DEFAULT CURRENT_TIMESTAMP,
      g LONG VARCHAR DEFAULT ((1))
    )`);
    expect(made.table('t').columns).toEqual([
      { name: 'a', declaredType: 'VARCHAR(20)', notNull: true, default: "'it''s'" },
      { name: 'b', declaredType: '', notNull: false },
      { name: 'c', declaredType: 'DECIMAL(10, 2)', notNull: false, default: '-1.5' },
      { name: 'd', declaredType: 'DATETIME', notNull: false, default: "datetime('now')" },
      { name: 'e', declaredType: 'TEXT', notNull: false, collation: 'NOCASE', default: 'NULL' },
      { name: 'f', declaredType: 'TEXT', notNull: false, default: 'CURRENT_TIMESTAMP' },
      { name: 'g', declaredType: 'LONG VARCHAR', notNull: false, default: '(1)' },
    ]);
  });

  test('that are generated', async () => {
    await using made = await understand(
      "CREATE TABLE t (a INT, b INT GENERATED ALWAYS AS (a * 2) STORED, c AS (a || ' (x)'), d TEXT AS (json_object('k', a)) VIRTUAL)",
    );
    expect(made.table('t').columns.slice(1)).toEqual([
      { name: 'b', declaredType: 'INT', notNull: false, generated: { sql: 'a * 2', stored: true } },
      { name: 'c', declaredType: '', notNull: false, generated: { sql: "a || ' (x)'", stored: false } },
      {
        name: 'd',
        declaredType: 'TEXT',
        notNull: false,
        generated: { sql: "json_object('k', a)", stored: false },
      },
    ]);
  });

  test('1,900 of them', async () => {
    const names = Array.from({ length: 1900 }, (_, position) => `c${position}`);
    await using made = await understand(`CREATE TABLE wide (${names.join(', ')})`);
    expect(made.table('wide').columns.map(({ name }) => name)).toEqual(names);
  });

  test('added later, and a table made by a query', async () => {
    await using made = await understand(`
      CREATE TABLE t (a); ALTER TABLE t ADD COLUMN b TEXT NOT NULL DEFAULT 'x' CHECK (b <> ''); ALTER TABLE t RENAME COLUMN a TO "a a";
      CREATE TABLE made AS SELECT 1 AS n, 'x' AS "the text"`);
    expect(made.table('t').columns.map(({ name }) => name)).toEqual(['a a', 'b']);
    expect(made.table('t').checks).toEqual([{ sql: "b <> ''" }]);
    expect(made.table('made').columns.map(({ name }) => name)).toEqual(['n', 'the text']);
  });
});

describe('keys', () => {
  test.each([
    ['id INTEGER PRIMARY KEY', { columns: ['id'], rowidAlias: true, autoincrement: false }],
    ['id integer primary key autoincrement', { columns: ['id'], rowidAlias: true, autoincrement: true }],
    ['id INTEGER, PRIMARY KEY (id DESC)', { columns: ['id'], rowidAlias: true, autoincrement: false }],
    ['id INTEGER PRIMARY KEY DESC', { columns: ['id'], rowidAlias: false, autoincrement: false }],
    ['id INT PRIMARY KEY', { columns: ['id'], rowidAlias: false, autoincrement: false }],
    [
      'id TEXT CONSTRAINT "the key" PRIMARY KEY',
      { name: 'the key', columns: ['id'], rowidAlias: false, autoincrement: false },
    ],
    [
      'a, b, CONSTRAINT k PRIMARY KEY (B, a) ON CONFLICT IGNORE',
      { name: 'k', columns: ['b', 'a'], rowidAlias: false, autoincrement: false },
    ],
  ])('%s', async (columns, key) => {
    await using made = await understand(`CREATE TABLE t (${columns})`);
    expect(made.table('t').primaryKey).toEqual(key);
    expect(made.table('t').rowidName).toBe('rowid');
    expect(made.table('t').indexes).toEqual([]);
  });

  test('tables without a rowid, and strict ones', async () => {
    await using made = await understand(
      'CREATE TABLE t (a TEXT PRIMARY KEY, b ANY) WITHOUT ROWID, STRICT; CREATE TABLE u (a INTEGER PRIMARY KEY) WITHOUT ROWID; CREATE TABLE v (a)',
    );
    expect(made.table('t')).toMatchObject({ withoutRowid: true, strict: true });
    expect(made.table('t').rowidName).toBeUndefined();
    expect(made.table('u').primaryKey).toMatchObject({ rowidAlias: false });
    expect(made.table('v')).toMatchObject({ withoutRowid: false, strict: false });
    expect(made.table('v').primaryKey).toBeUndefined();
  });

  test('the highest number given out', async () => {
    await using made = await understand(`
      CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT);
      INSERT INTO t VALUES (9007199254740993); DELETE FROM t;
      CREATE TABLE u (id INTEGER PRIMARY KEY AUTOINCREMENT);
      CREATE TABLE v (id INTEGER PRIMARY KEY AUTOINCREMENT); INSERT INTO v VALUES (5);
      UPDATE sqlite_sequence SET seq = 'broken' WHERE name = 'v'`);
    expect(made.table('t')).toMatchObject({ sequence: '9007199254740993', rows: 0 });
    expect(made.table('u').sequence).toBeUndefined();
    expect(made.table('v').sequence).toBe('0');
    expect(made.source.tables.map(({ name }) => name)).toEqual(['t', 'u', 'v']);
  });
});

describe('indexes', () => {
  test('partial, of expressions, descending, with collations', async () => {
    await using made = await understand(`
      CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT COLLATE nocase, b);
      CREATE UNIQUE INDEX "the index" ON t (a DESC, lower(b) COLLATE rtrim, (b + 1) DESC, id) /* why */ WHERE b IS NOT NULL AND a <> 'x;'`);
    expect(made.table('t').indexes).toEqual([
      {
        name: 'the index',
        unique: true,
        origin: 'created',
        parts: [
          { of: { kind: 'column', name: 'a' }, descending: true, collation: 'NOCASE' },
          { of: { kind: 'expression', sql: 'lower(b)' }, descending: false, collation: 'RTRIM' },
          { of: { kind: 'expression', sql: '(b + 1)' }, descending: true, collation: 'BINARY' },
          { of: { kind: 'column', name: 'id' }, descending: false, collation: 'BINARY' },
        ],
        where: "b IS NOT NULL AND a <> 'x;'",
        sql: expect.stringContaining('/* why */'),
      },
    ]);
  });

  test('behind UNIQUE, by the name of the constraint', async () => {
    await using made = await understand(`
      CREATE TABLE t (a CONSTRAINT one UNIQUE, b UNIQUE, c, CONSTRAINT "two of them" UNIQUE (C, "b") ON CONFLICT IGNORE, UNIQUE (b, c))`);
    const uniques = made.table('t').indexes.map(({ origin, unique, constraintName, parts }) => ({
      origin,
      unique,
      constraintName,
      columns: parts.map(({ of }) => (of.kind === 'column' ? of.name : of.sql)),
    }));
    expect(uniques).toEqual([
      { origin: 'constraint', unique: true, constraintName: 'one', columns: ['a'] },
      { origin: 'constraint', unique: true, constraintName: undefined, columns: ['b'] },
      { origin: 'constraint', unique: true, constraintName: 'two of them', columns: ['c', 'b'] },
      { origin: 'constraint', unique: true, constraintName: undefined, columns: ['b', 'c'] },
    ]);
  });
});

test('an ON CONFLICT that does more than refuse is kept with its constraint', async () => {
  await using made = await understand(`
    CREATE TABLE t (id INTEGER PRIMARY KEY ON CONFLICT REPLACE, a NOT NULL ON CONFLICT IGNORE, b UNIQUE ON CONFLICT ABORT,
      UNIQUE (a, b) ON CONFLICT ROLLBACK)`);
  expect(made.table('t').conflictClauses).toEqual([
    'id PRIMARY KEY ON CONFLICT REPLACE',
    'a NOT NULL ON CONFLICT IGNORE',
    'UNIQUE (a, b) ON CONFLICT ROLLBACK',
  ]);
  await using plain = await understand('CREATE TABLE t (a UNIQUE)');
  expect(plain.table('t').conflictClauses).toBeUndefined();
});

describe('foreign keys', () => {
  test('with parents found whatever their case, actions, names and deferral', async () => {
    await using made = await understand(`
      CREATE TABLE "Parent" (Id INTEGER PRIMARY KEY, Code TEXT UNIQUE);
      CREATE TABLE pair (a, b, PRIMARY KEY (b, a));
      CREATE TABLE child (
        p INT CONSTRAINT "to parent" REFERENCES PARENT ON DELETE CASCADE ON UPDATE SET NULL,
        q TEXT REFERENCES parent (CODE) NOT NULL DEFERRABLE INITIALLY DEFERRED,
        r INT REFERENCES nowhere (x),
        s INT REFERENCES "parent" (missing) ON DELETE SET DEFAULT,
        x, y,
        CONSTRAINT two FOREIGN KEY (x, y) REFERENCES pair ON DELETE RESTRICT DEFERRABLE,
        FOREIGN KEY (x) REFERENCES pair,
        FOREIGN KEY (p) REFERENCES child (p) NOT DEFERRABLE INITIALLY DEFERRED
      )`);
    const plain = {
      onUpdate: 'NO ACTION',
      onDelete: 'NO ACTION',
      deferrable: false,
      initiallyDeferred: false,
    };
    const parent = { parentTable: 'Parent', parentExists: true };
    const pair = { parentTable: 'pair', parentExists: true };
    expect(made.table('child').foreignKeys).toEqual([
      {
        ...plain,
        ...parent,
        name: 'to parent',
        columns: ['p'],
        parentColumns: ['Id'],
        onDelete: 'CASCADE',
        onUpdate: 'SET NULL',
      },
      {
        ...plain,
        ...parent,
        columns: ['q'],
        parentColumns: ['Code'],
        deferrable: true,
        initiallyDeferred: true,
      },
      { ...plain, columns: ['r'], parentTable: 'nowhere', parentExists: false, parentColumns: ['x'] },
      { ...plain, ...parent, columns: ['s'], parentColumns: [], onDelete: 'SET DEFAULT' },
      {
        ...plain,
        ...pair,
        name: 'two',
        columns: ['x', 'y'],
        parentColumns: ['b', 'a'],
        onDelete: 'RESTRICT',
        deferrable: true,
      },
      { ...plain, ...pair, columns: ['x'], parentColumns: [] },
      { ...plain, parentTable: 'child', parentExists: true, columns: ['p'], parentColumns: ['p'] },
    ]);
  });

  test('to a view and to a virtual table', async () => {
    await using made = await understand(`
      CREATE VIRTUAL TABLE words USING fts5(a); CREATE VIEW v AS SELECT 1 AS x;
      CREATE TABLE t (a REFERENCES v (x), b REFERENCES words (a))`);
    expect(
      made.table('t').foreignKeys.map(({ parentTable, parentExists }) => [parentTable, parentExists]),
    ).toEqual([
      ['v', false],
      ['words', true],
    ]);
  });
});

test('checks of columns and of the table, with and without names', async () => {
  await using made = await understand(`CREATE TABLE t (
    a INT CONSTRAINT positive CHECK (a > 0) CHECK (a < 10 /* (not ten */),
    b TEXT CHECK ((b IN ('x)', 'y''')) OR "b" = '😀'),
    CONSTRAINT "both, then" CHECK (a IS NULL
      OR b IS NULL) CHECK (1)
  )`);
  expect(made.table('t').checks).toEqual([
    { name: 'positive', sql: 'a > 0' },
    { sql: 'a < 10' },
    { sql: `(b IN ('x)', 'y''')) OR "b" = '😀'` },
    { name: 'both, then', sql: 'a IS NULL\n      OR b IS NULL' },
    { sql: '1' },
  ]);
});

test.each([
  ['a quote', 'a"b'],
  ['other quotes', "it's [a] `b`"],
  ['a line break', 'a\nb'],
  ['an emoji', '😀'],
  ['Arabic', 'الطلاب'],
  ['a keyword', 'select'],
  ['nothing', ''],
  ['a comment', 'a--b/*c'],
])('names with %s', async (_, name) => {
  const quoted = `"${name.replaceAll('"', '""')}"`;
  await using made = await understand((db) => {
    db.exec(`CREATE TABLE ${quoted} (${quoted} INTEGER PRIMARY KEY, x REFERENCES ${quoted}, CONSTRAINT ${quoted} CHECK (${quoted} > 0), CONSTRAINT ${quoted} UNIQUE (${quoted}, x));
      CREATE INDEX "i ${name.replaceAll('"', '""')}" ON ${quoted} (x); INSERT INTO ${quoted} VALUES (1, 1)`);
  });
  const table = made.table(name);
  expect(table).toMatchObject({
    rows: 1,
    primaryKey: { columns: [name] },
    checks: [{ name, sql: `${quoted} > 0` }],
    foreignKeys: [{ parentTable: name, parentColumns: [name] }],
  });
  expect(table.indexes.map((index) => index.constraintName ?? index.name)).toEqual([name, `i ${name}`]);
  expect(table.columns.map((column) => column.name)).toEqual([name, 'x']);
});

test('UTF-16 files', async () => {
  await using made = await understand(
    "PRAGMA encoding = 'UTF-16be'; CREATE TABLE \"الطلاب\" (الاسم TEXT DEFAULT 'ا😀'); INSERT INTO الطلاب VALUES ('عائشة')",
  );
  expect(made.source.file.encoding).toBe('UTF-16be');
  expect(made.table('الطلاب')).toMatchObject({ rows: 1, columns: [{ name: 'الاسم', default: "'ا😀'" }] });
});

test('views and triggers, broken ones too', async () => {
  await using made = await understand(`
    CREATE TABLE t (a);
    CREATE VIEW good AS SELECT a FROM t;
    CREATE VIEW broken AS SELECT nosuch(b) FROM nowhere;
    CREATE TRIGGER log AFTER INSERT ON t BEGIN DELETE FROM elsewhere; END;
    CREATE TRIGGER "instead" INSTEAD OF INSERT ON good BEGIN INSERT INTO t VALUES (new.a); END`);
  expect(made.source.objects.map(({ kind, name, table }) => [kind, name, table])).toEqual([
    ['view', 'good', undefined],
    ['view', 'broken', undefined],
    ['trigger', 'log', 't'],
    ['trigger', 'instead', 'good'],
  ]);
  expect(made.source.objects[1]?.sql).toBe('CREATE VIEW broken AS SELECT nosuch(b) FROM nowhere');
});

describe('virtual tables', () => {
  test('with rows of their own are tables too; what they keep them in is not', async () => {
    await using made = await understand(`
      CREATE TABLE student (id INTEGER PRIMARY KEY, name TEXT);
      CREATE VIRTUAL TABLE note USING fts5(title, "the body" UNINDEXED, tokenize = 'porter');
      CREATE VIRTUAL TABLE old USING FTS4(a, notindexed=a);
      CREATE VIRTUAL TABLE box USING rtree(id, x0, x1, +label TEXT);
      CREATE VIRTUAL TABLE pointer USING fts5(name, content='student', content_rowid=id);
      CREATE VIRTUAL TABLE index_only USING fts5(name, content = '');
      CREATE VIRTUAL TABLE terms USING fts5vocab(note, row);
      INSERT INTO note (title) VALUES ('a'), ('b')`);
    expect(made.source.tables.map(({ name, kind }) => `${kind} ${name}`)).toEqual([
      'table student',
      'virtual note',
      'virtual old',
      'virtual box',
    ]);
    expect(made.table('note')).toMatchObject({ rows: 2, rowidName: 'rowid', indexes: [], foreignKeys: [] });
    expect(made.table('note').columns.map(({ name }) => name)).toEqual(['title', 'the body']);
    expect(made.table('box').columns.map(({ name }) => name)).toEqual(['id', 'x0', 'x1', 'label']);
    const virtual = made.source.objects.filter(({ kind }) => kind === 'virtual table');
    expect(virtual.map(({ name, module }) => [name, module?.name, module?.loaded])).toEqual([
      ['note', 'fts5', true],
      ['old', 'FTS4', true],
      ['box', 'rtree', true],
      ['pointer', 'fts5', true],
      ['index_only', 'fts5', true],
      ['terms', 'fts5vocab', true],
    ]);
    const shadows = made.source.objects.filter(({ kind }) => kind === 'shadow table');
    expect(new Set(shadows.map(({ table }) => table))).toEqual(
      new Set(['note', 'old', 'box', 'pointer', 'index_only']),
    );
    const ordinary = made.source.tables.filter(({ kind }) => kind === 'table');
    const all = made.db
      .prepare<[], number>("SELECT count(*) FROM sqlite_schema WHERE type = 'table'")
      .pluck();
    expect(ordinary.length + virtual.length + shadows.length).toBe(all.get());
  });

  test('whose module or tokenizer is missing stop nothing', async () => {
    await using made = await understand((db: Database) => {
      db.exec(`
        CREATE TABLE t (a); INSERT INTO t VALUES (1);
        CREATE TABLE places_list (a); CREATE TABLE vectors_chunks (a); CREATE TABLE vectors_mine (a);
        CREATE VIRTUAL TABLE old USING fts4(a); CREATE VIRTUAL TABLE new USING fts5(a)`);
      forgeSchema(
        db,
        `INSERT INTO sqlite_schema VALUES
           ('table', 'places', 'places', 0, 'CREATE VIRTUAL TABLE places USING "Virtual Spatial"(x)'),
           ('table', 'vectors', 'vectors', 0, 'CREATE VIRTUAL TABLE vectors USING vec0(v float[3])');
         UPDATE sqlite_schema SET sql = 'CREATE VIRTUAL TABLE old USING fts4(a, tokenize=mine)' WHERE name = 'old';
         UPDATE sqlite_schema SET sql = 'CREATE VIRTUAL TABLE new USING fts5(a, tokenize=mine)' WHERE name = 'new'`,
      );
    });
    const names = made.source.tables.map(({ name }) => name);
    expect(names.slice(0, 3)).toEqual(['t', 'places_list', 'vectors_mine']);
    const loaded = made.source.objects.flatMap(({ name, module }) =>
      module ? [[name, module.name, module.loaded]] : [],
    );
    expect(loaded).toEqual([
      ['old', 'fts4', false],
      ['new', 'fts5', names.includes('new')],
      ['places', 'Virtual Spatial', false],
      ['vectors', 'vec0', false],
    ]);
    expect(made.source.objects).toContainEqual(
      expect.objectContaining({ kind: 'shadow table', name: 'vectors_chunks', table: 'vectors' }),
    );
    // Rows that were put into them stay behind; of places nobody knows whether it has any.
    const unreadable = made.source.objects.filter(({ kind }) => kind === 'unreadable table');
    expect(unreadable.map(({ name }) => name)).toEqual(
      ['old', 'new', 'vectors'].filter((name) => !names.includes(name)),
    );
  });

  test('an ordinary table that is named like a part of one stays', async () => {
    await using made = await understand((db) => {
      db.exec("CREATE TABLE note_content (a); INSERT INTO note_content VALUES ('kept')");
      db.exec("CREATE VIRTUAL TABLE note USING fts5(a, content='')");
    });
    expect(made.table('note_content').rows).toBe(1);
  });
});

describe('what SQLite takes and others might not', () => {
  test('double-quoted texts in old schemas', async () => {
    await using made = await understand((db) => {
      db.exec('CREATE TABLE t (a, b); INSERT INTO t (a) VALUES (1)');
      db.exec('CREATE INDEX i ON t (a)');
      forgeSchema(
        db,
        `UPDATE sqlite_schema SET sql = 'CREATE TABLE t (a DEFAULT "none" CHECK (a <> "bad"), b AS (a || "x"))' WHERE name = 't';
         UPDATE sqlite_schema SET sql = 'CREATE INDEX i ON t (a) WHERE a <> "void"' WHERE name = 'i'`,
      );
    });
    expect(made.table('t').checks).toEqual([{ sql: 'a <> "bad"' }]);
    expect(made.table('t').columns).toMatchObject([
      { default: '"none"' },
      { generated: { sql: 'a || "x"' } },
    ]);
    expect(made.table('t').indexes[0]?.where).toBe('a <> "void"');
    expect(made.db.prepare('SELECT b FROM t').pluck().get()).toBe('1x');
  });

  test("the application's own collations and functions", async () => {
    await using made = await understand((db) => {
      db.exec(`
        CREATE TABLE t (a, b AS (abs(a)), c); CREATE INDEX i ON t (c);
        CREATE TABLE u (a); INSERT INTO u VALUES ('x'); INSERT INTO t (a) VALUES (1), (2)`);
      forgeSchema(
        db,
        `UPDATE sqlite_schema SET sql = 'CREATE TABLE t (a CHECK (mine(a)), b AS (mine(a)), c COLLATE unicode)' WHERE name = 't'`,
      );
    });
    expect(made.table('t')).toMatchObject({ rows: 2, checks: [{ sql: 'mine(a)' }] });
    expect(made.table('t').columns.map(({ name, collation }) => [name, collation])).toEqual([
      ['a', undefined],
      ['c', 'unicode'],
    ]);
    expect(made.table('t').unreadableColumns).toEqual([{ name: 'b', sql: 'mine(a)' }]);
    expect(made.table('t').indexes[0]?.parts[0]?.collation).toBe('unicode');
    expect(made.table('u').rows).toBe(1);
  });
});

test('keywords that are names where they can not be keywords', async () => {
  await using made = await understand(`
    CREATE TABLE t (window INT CHECK (window > 0), over TEXT COLLATE NOCASE, filter AS (over || 'x'), abort, key, "row");
    CREATE INDEX i ON t (window, lower(over)) WHERE filter IS NOT NULL`);
  expect(made.table('t').unreadText).toBeUndefined();
  expect(made.table('t').checks).toEqual([{ sql: expect.stringMatching(/^"?window"? > 0$/) }]);
  expect(made.table('t').columns.map(({ collation }) => collation)[1]).toBe('NOCASE');
  expect(made.table('t').indexes[0]).toMatchObject({
    where: expect.stringMatching(/filter"? IS NOT NULL$/),
    parts: [{ of: { name: 'window' } }, { of: { sql: expect.stringMatching(/^lower\("?over"?\)$/) } }],
  });
});

test('a table whose text the parser does not take has what the PRAGMAs tell', async () => {
  await using made = await understand(`
    CREATE TABLE p (id INTEGER PRIMARY KEY AUTOINCREMENT);
    CREATE TABLE t (a INT NOT NULL CHECK (a > 0) REFERENCES p, b TEXT DEFAULT 'x' COLLATE NOCASE UNIQUE, c AS (a + 1));
    CREATE UNIQUE INDEX i ON t (lower(b)) WHERE a > 1`);
  const read = (name: string) => {
    const facts = tableFacts(made.db).get(name);
    const [entry] = schemaEntries(made.db).filter((one) => one.name === name);
    if (!facts || !entry) throw new Error(`There is no table ${name}.`);
    const garbled = { ...entry, sql: entry.sql.replace('(', '((') };
    return linkTable(
      made.db,
      readTable({ rows: made.db, facts: made.db }, garbled, facts, new Map([['i', 'CREATE INDEX ?']])),
      new Map(),
    );
  };
  expect(read('t')).toMatchObject({
    unreadText: expect.stringContaining('syntax error'),
    columns: [
      { name: 'a', notNull: true },
      { name: 'b', default: "'x'" },
      { name: 'c', generated: { sql: '', stored: false } },
    ],
    foreignKeys: [{ columns: ['a'], parentTable: 'p' }],
    checks: [],
    indexes: [
      { origin: 'constraint', parts: [{ of: { name: 'b' }, collation: 'NOCASE' }] },
      // Nothing that could be built without its expression or its WHERE.
      {
        origin: 'created',
        where: 'CREATE INDEX ?',
        parts: [{ of: { kind: 'expression', sql: 'CREATE INDEX ?' } }],
      },
    ],
  });
  expect(read('p').primaryKey).toMatchObject({ rowidAlias: true, autoincrement: true });
});

test('what was read fits its contract, and TEMP tables do not get in', async () => {
  await using made = await understand(`
    CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT, b REFERENCES t);
    CREATE VIEW v AS SELECT 1; CREATE VIRTUAL TABLE f USING fts5(x)`);
  expect(Source.parse(made.source)).toEqual(made.source);
});

test('the digest is of the tables alone', async () => {
  const digest = async (sql: string) => {
    await using made = await understand(sql);
    return schemaDigest(made.source);
  };
  const first = await digest('CREATE TABLE t (a)');
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  expect(await digest('CREATE TABLE t (a); INSERT INTO t VALUES (1); CREATE VIEW v AS SELECT 1')).toBe(first);
  expect(await digest('CREATE TABLE t (a )')).not.toBe(first);
  expect(await digest('CREATE TABLE t (a); CREATE TABLE u (a)')).not.toBe(first);
});
