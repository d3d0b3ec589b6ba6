import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { migrateFile, sqliteFile } from '../../testing/migration.ts';
import { freshDatabase, servers } from '../../testing/postgres.ts';

const school = [
  'CREATE TABLE student (id INTEGER PRIMARY KEY, name TEXT)',
  'CREATE VIEW names AS SELECT name FROM student',
  "INSERT INTO student VALUES (1, 'new')",
];

describe.each(servers())('replacing on PostgreSQL $version', (server) => {
  it('names all that stays with the old tables, and the SQL given puts it right', async () => {
    await using database = await freshDatabase(server);
    const { client, target } = database;
    const file = sqliteFile(...school);
    expect((await migrateFile(file, target)).outcome).toBe('verified');
    // Before PostgreSQL 14 a function finds its tables by their names, each time anew.
    const bound = server.version >= 14;
    const counting = 'SELECT count(*) FROM student';
    const body = bound ? `BEGIN ATOMIC ${counting}; END` : `AS '${counting}'`;
    await client.query(`
      CREATE VIEW shouted AS SELECT id, upper(name) AS name FROM student;
      CREATE VIEW counted AS SELECT count(*) FROM names;
      CREATE VIEW beyond AS SELECT * FROM shouted;
      CREATE MATERIALIZED VIEW kept AS SELECT name FROM student;
      CREATE UNIQUE INDEX kept_name ON kept (name);
      CREATE TABLE visit (id int, student_id bigint, CONSTRAINT "of whom" FOREIGN KEY (student_id) REFERENCES student (id));
      CREATE FUNCTION everybody() RETURNS bigint LANGUAGE sql ${body};
      CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.name := upper(NEW.name); RETURN NEW; END';
      CREATE TRIGGER note BEFORE INSERT ON student FOR EACH ROW EXECUTE FUNCTION note();
      CREATE RULE keep AS ON DELETE TO student DO INSTEAD NOTHING;
      CREATE POLICY own ON student FOR SELECT USING (name = CURRENT_USER);
      CREATE PUBLICATION feed FOR TABLE student;
      CREATE TABLE register (who student)`);
    const looked = await migrateFile(file, target, { mode: 'replace', dryRun: true });
    const { findings, outcome } = await migrateFile(file, target, { mode: 'replace' });
    expect(outcome).toBe('verified');
    const left = findings.filter(({ code }) => code.endsWith('left-aside'));
    expect(looked.findings).toEqual(findings);
    expect(left.map(({ code, table }) => [code, table])).toEqual([
      ['dependant-left-aside', 'student'],
      ['foreign-key-left-aside', 'student'],
      ...(bound ? [['function-left-aside', 'student']] : []),
      ['materialized-view-left-aside', 'student'],
      ['policy-left-aside', 'student'],
      ['publication-left-aside', 'student'],
      ['rule-left-aside', 'student'],
      ['trigger-left-aside', 'student'],
      ['view-left-aside', 'names'],
      ['view-left-aside', 'student'],
    ]);
    expect(left[0]?.sentence).toContain('public.register');
    for (const { sql } of left) if (sql !== undefined) await client.query(sql);
    const again = await migrateFile(file, target, { mode: 'replace', dryRun: true });
    expect(again.findings.map(({ code }) => code)).toEqual(
      findings.map(({ code }) => code).filter((code) => code !== 'dependant-left-aside'),
    );
    await client.query(`INSERT INTO student VALUES (7, 'small'); INSERT INTO visit VALUES (1, 7);
      REFRESH MATERIALIZED VIEW kept; DELETE FROM student`);
    const { rows } = await client.query(`SELECT everybody(), (SELECT count FROM counted) AS counted,
      (SELECT string_agg(name, ',' ORDER BY id) FROM beyond) AS beyond, (SELECT count(*) FROM kept) AS kept`);
    expect(rows).toEqual([{ everybody: '2', counted: '2', beyond: 'NEW,SMALL', kept: '2' }]);
  });

  it('gives the new tables the owner and the grants of the old', async () => {
    await using database = await freshDatabase(server);
    const { client, target } = database;
    const [owner, reader] = ['o', 'r'].map((letter) => `${letter}_${randomBytes(4).toString('hex')}`);
    const file = sqliteFile(...school);
    expect((await migrateFile(file, target)).outcome).toBe('verified');
    await client.query(`CREATE ROLE ${owner}; CREATE ROLE ${reader}`);
    try {
      await client.query(`GRANT CREATE ON SCHEMA public TO ${owner};
        ALTER TABLE student ADD COLUMN own text; ALTER TABLE student OWNER TO ${owner};
        GRANT SELECT ON student TO PUBLIC; GRANT UPDATE (name, own) ON student TO ${reader};
        GRANT INSERT ON student TO ${reader} WITH GRANT OPTION; GRANT SELECT ON names TO ${reader}`);
      const rights = `SELECT relname, pg_get_userbyid(relowner) AS owner, relacl::text, attname, attacl::text
        FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
       WHERE pg_class.oid IN ('public.student'::regclass, 'public.names'::regclass) AND attname IN ('id', 'name') ORDER BY 1, 4`;
      const before = await client.query(rights);
      const report = await migrateFile(file, target, { mode: 'replace' });
      expect(report).toMatchObject({ outcome: 'verified', findings: [] });
      expect((await client.query(rights)).rows).toEqual(before.rows);
    } finally {
      await client.query(`DROP OWNED BY ${owner}, ${reader} CASCADE; DROP ROLE ${owner}, ${reader}`);
    }
  });

  it('grants nothing on a table that hid rows, and says so', async () => {
    await using database = await freshDatabase(server);
    const { client, target } = database;
    const file = sqliteFile(...school);
    expect((await migrateFile(file, target)).outcome).toBe('verified');
    await client.query('ALTER TABLE student ENABLE ROW LEVEL SECURITY; GRANT SELECT ON student TO PUBLIC');
    const report = await migrateFile(file, target, { mode: 'replace' });
    expect(report.findings.map(({ code }) => code)).toEqual(['row-security-left-aside']);
    const open = "SELECT has_table_privilege('pg_monitor', 'student', 'SELECT') AS open";
    expect((await client.query(open)).rows).toEqual([{ open: false }]);
    await client.query(report.findings[0]?.sql ?? '');
    expect((await client.query(open)).rows).toEqual([{ open: true }]);
  });
});
