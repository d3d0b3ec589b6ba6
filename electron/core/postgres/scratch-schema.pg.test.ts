import { randomBytes } from 'node:crypto';
import { statfs, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import type { CopyRoom } from '../../../shared/load-test.ts';
import type { Target } from '../../../shared/target.ts';
import { freshDatabase, servers } from '../../testing/postgres.ts';
import { schemaDigest } from '../../testing/schema-digest.ts';
import { connect } from './connect.ts';
import {
  type Scratch,
  type ScratchContext,
  type ScratchRequest,
  withScratchSchema,
} from './scratch-schema.ts';

const asLive = { without: [], added: [] };
const school = `
  CREATE TABLE student (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "Name" text NOT NULL DEFAULT 'x',
    big bool GENERATED ALWAYS AS (length("Name") > 3) STORED);
  CREATE INDEX upper_name ON student (upper("Name") DESC) WHERE id > 0;
  CREATE TABLE attendance (id serial PRIMARY KEY, student_id int NOT NULL REFERENCES student ON DELETE CASCADE,
    date date, period int CHECK (period < 9), mark int, CONSTRAINT once UNIQUE (student_id, date, period)) WITH (fillfactor = 70);
  CREATE INDEX by_date ON attendance (date, period);
  CREATE FUNCTION plain(text) RETURNS text IMMUTABLE LANGUAGE sql AS 'SELECT lower($1)';
  CREATE INDEX by_plain_name ON student (plain("Name"));
  CREATE INDEX "odd USING "" name" ON attendance USING hash (mark);
  CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''touched''; END';
  INSERT INTO student ("Name") SELECT 'name ' || n FROM generate_series(1, 50) AS n;
  INSERT INTO attendance (student_id, date, period)
    SELECT 1 + n % 50, date '2025-01-01' + n / 350, n / 50 % 7 FROM generate_series(0, 3499) AS n;
  CREATE TRIGGER shout BEFORE UPDATE OR DELETE ON attendance FOR EACH ROW EXECUTE FUNCTION shout()`;

function context(signal = new AbortController().signal): ScratchContext {
  return {
    signal,
    advance: () => undefined,
    onLeftover: (_, error) => {
      throw error;
    },
  };
}

const copied = <Copy extends string>(
  request: ScratchRequest<Copy>,
  work: (scratch: Scratch<Copy>) => Promise<void>,
) => withScratchSchema(request, context(), work);

async function scratchSchemas(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT nspname AS name FROM pg_namespace WHERE nspname LIKE 'rollcall\\_scratch\\_%'",
  );
  return rows.map(({ name }) => name);
}

async function indexesOf(client: pg.Client, schema: string): Promise<string[]> {
  const { rows } = await client.query<{ definition: string }>(
    "SELECT replace(indexdef, schemaname || '.', '') AS definition FROM pg_indexes WHERE schemaname = $1 ORDER BY indexname",
    [schema],
  );
  return rows.map(({ definition }) => definition);
}

describe.each(servers())('copies of tables on PostgreSQL $version', (server) => {
  it('has the same rows, keys and indexes in each copy, and what is done there leaves the live tables alone', async () => {
    await using database = await freshDatabase(server);
    const { client, target } = database;
    await client.query(school);
    const before = await schemaDigest(client, 'public');
    const copies = {
      plain: { without: ['by_date'], added: [] },
      full: {
        without: [],
        added: [
          { name: 'wanted', table: 'attendance', columns: ['period', 'mark'] },
          { name: 'covered', table: 'attendance', columns: ['student_id', 'date'] },
        ],
      },
    };
    await copied(
      { target, schema: 'public', tables: ['attendance'], copies },
      async ({ schemaOf, tables, settle }) => {
        expect(tables).toEqual([
          { table: 'attendance', rows: 3500, leftOut: [{ kind: 'trigger', name: 'shout' }] },
          { table: 'student', rows: 50, leftOut: [] },
        ]);
        const live = await indexesOf(client, 'public');
        expect(await indexesOf(client, schemaOf('plain'))).toEqual(
          live.filter((one) => !one.includes('by_date')),
        );
        expect(await indexesOf(client, schemaOf('full'))).toEqual([
          ...live,
          'CREATE INDEX wanted ON attendance USING btree (period, mark)',
        ]);
        for (const copy of ['plain', 'full'] as const) {
          const schema = schemaOf(copy);
          await client.query(`SET search_path = ${schema}`);
          const rows = 'SELECT md5(string_agg(t::text, chr(10))) AS rows FROM';
          const { rows: same } = await client.query(
            `SELECT (${rows} attendance AS t) = (${rows} public.attendance AS t) AS attendance,
                  (${rows} student AS t) = (${rows} public.student AS t) AS student`,
          );
          expect(same).toEqual([{ attendance: true, student: true }]);
          const { rows: settled } = await client.query(
            `SELECT reloptions, relallvisible > 0 AS visible FROM pg_class WHERE oid = 'attendance'::regclass`,
          );
          expect(settled).toEqual([{ reloptions: ['fillfactor=70'], visible: true }]);
          await client.query('UPDATE attendance SET mark = 1; DELETE FROM student WHERE id = 1');
          const { rows: added } = await client.query(
            'INSERT INTO attendance (student_id, period) VALUES (2, 3) RETURNING id, mark',
          );
          expect(added).toEqual([{ id: 3501, mark: null }]);
          const student = await client.query('INSERT INTO student DEFAULT VALUES RETURNING id, big');
          expect(student.rows).toEqual([{ id: 51, big: false }]);
          await expect(client.query('INSERT INTO attendance (student_id) VALUES (999)')).rejects.toThrow(
            'foreign key',
          );
          await expect(client.query('UPDATE attendance SET period = 9')).rejects.toThrow('check constraint');
        }
        // A look of autovacuum at the same moment keeps VACUUM from calling a page visible to all.
        await expect
          .poll(
            async () => {
              await settle();
              const { rows: cleared } = await client.query(
                `SELECT count(*)::int AS tables FROM pg_class WHERE relkind = 'r' AND relallvisible = relpages
                    AND relnamespace = ANY ($1::text[]::regnamespace[])`,
                [[schemaOf('plain'), schemaOf('full')]],
              );
              return cleared;
            },
            { timeout: 30_000 },
          )
          .toEqual([{ tables: 4 }]);
      },
    );
    await client.query('RESET search_path');
    expect(await schemaDigest(client, 'public')).toBe(before);
    expect(await scratchSchemas(client)).toEqual([]);
  });

  it('numbers tables apart whose names begin alike', async () => {
    await using database = await freshDatabase(server);
    const { client, target } = database;
    const tables = ['attendance_records_2024', 'attendance_records_2025'];
    for (const table of tables)
      await client.query(`CREATE TABLE ${table} (id serial PRIMARY KEY);
        INSERT INTO ${table} DEFAULT VALUES`);
    const request = { target, schema: 'public', tables, copies: { one: asLive } };
    await copied(request, async ({ schemaOf }) => {
      for (const table of tables) {
        const { rows } = await client.query(
          `INSERT INTO ${schemaOf('one')}.${table} DEFAULT VALUES RETURNING id`,
        );
        expect(rows).toEqual([{ id: 2 }]);
      }
    });
  });

  it('makes tables of views and of partitioned tables', async () => {
    await using database = await freshDatabase(server);
    const { client, target } = database;
    await client.query(`CREATE TABLE mark (date date NOT NULL, id int, PRIMARY KEY (date, id)) PARTITION BY RANGE (date);
      CREATE INDEX "on"" USING it" ON mark (id);
      CREATE TABLE mark_2025 PARTITION OF mark FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
      INSERT INTO mark VALUES ('2025-02-03', 1); CREATE VIEW seen WITH (security_barrier) AS SELECT * FROM mark`);
    const request = { target, schema: 'public', tables: ['mark', 'seen'], copies: { one: asLive } };
    await copied(request, async ({ schemaOf }) => {
      expect(await indexesOf(client, schemaOf('one'))).toEqual([
        'CREATE UNIQUE INDEX mark_pkey ON mark USING btree (date, id)',
        'CREATE INDEX "on"" USING it" ON mark USING btree (id)',
      ]);
      const { rows } = await client.query(`SELECT id FROM ${schemaOf('one')}.seen`);
      expect(rows).toEqual([{ id: 1 }]);
    });
  });

  it('adds an index in the table’s own spelling, and none on columns that it lacks', async () => {
    await using database = await freshDatabase(server);
    const { client, target } = database;
    await client.query('CREATE TABLE "Mark" ("Class_ID" int, date date)');
    const added = [
      { name: 'fits', table: 'mark', columns: ['date', 'class_id'] },
      { name: 'does_not', table: 'mark', columns: ['date', 'period'] },
    ];
    const request = { target, schema: 'public', tables: ['Mark'], copies: { one: { without: [], added } } };
    await copied(request, async ({ schemaOf }) => {
      expect(await indexesOf(client, schemaOf('one'))).toEqual([
        'CREATE INDEX fits ON "Mark" USING btree (date, "Class_ID")',
      ]);
    });
  });

  it('removes what a killed run left, and leaves those of a living one', async () => {
    await using database = await freshDatabase(server);
    const { client, target } = database;
    await client.query(school);
    const request = { target, schema: 'public', tables: ['student'], copies: { one: asLive } };
    await client.query('CREATE SCHEMA rollcall_scratch_0123456789ab_one');
    await copied(request, async (living) => {
      await copied(request, async (second) => {
        const there = await scratchSchemas(client);
        expect(there.toSorted()).toEqual([living.schemaOf('one'), second.schemaOf('one')].toSorted());
      });
    });
    expect(await scratchSchemas(client)).toEqual([]);
  });

  it('leaves what a killed run left to the next one while somebody looks at it', async () => {
    await using database = await freshDatabase(server);
    const { client, target } = database;
    await client.query(school);
    const left = 'rollcall_scratch_0123456789ab_one';
    await client.query(`CREATE SCHEMA ${left}; CREATE TABLE ${left}.student (id int)`);
    const request = { target, schema: 'public', tables: ['student'], copies: { one: asLive } };
    await client.query(`BEGIN; SELECT FROM ${left}.student`);
    await copied(request, async ({ schemaOf }) => {
      expect((await scratchSchemas(client)).toSorted()).toEqual([left, schemaOf('one')].toSorted());
    });
    await client.query('COMMIT');
    await copied(request, async ({ schemaOf }) => {
      expect(await scratchSchemas(client)).toEqual([schemaOf('one')]);
    });
  });

  it('leaves nothing when it is cancelled in the middle, or when the work fails', async () => {
    await using database = await freshDatabase(server);
    const { client, target } = database;
    await client.query(school);
    const before = await schemaDigest(client, 'public');
    const request = { target, schema: 'public', tables: ['attendance'], copies: { one: asLive } };
    const controller = new AbortController();
    const work = withScratchSchema(
      request,
      { ...context(controller.signal), advance: () => controller.abort() },
      async () => undefined,
    );
    await expect(work).rejects.toMatchObject({ code: 'cancelled' });
    await expect(copied(request, () => Promise.reject(new Error('stop')))).rejects.toThrow('stop');
    expect(await scratchSchemas(client)).toEqual([]);
    expect(await schemaDigest(client, 'public')).toBe(before);
  });

  it('tells how much room the copies take, and makes none where they don’t fit', async () => {
    await using database = await freshDatabase(server);
    const { client, target } = database;
    await client.query(`${school}; CREATE TABLE big ()`);
    const rooms: CopyRoom[] = [];
    const asked = (tables: string[]) =>
      withScratchSchema(
        { target, schema: 'public', tables, copies: { one: asLive, other: asLive } },
        { ...context(), onRoom: (room) => void rooms.push(room) },
        async () => undefined,
      );
    await asked(['student']);
    const { rows } = await client.query(
      `SELECT 2 * pg_total_relation_size('student')::float8 AS bytes, current_setting('data_directory') AS folder,
              pg_relation_filepath('big') AS file`,
    );
    const { bytes, folder, file } = rows[0];
    expect(rooms).toEqual([{ bytes, freeBytes: expect.any(Number) }]);
    const { bavail, bsize } = await statfs(folder);
    const free = bavail * bsize;
    expect(Math.abs((rooms[0]?.freeBytes ?? 0) - free)).toBeLessThan(free / 2);
    // A second segment of nothing but holes, which PostgreSQL looks at to tell the size only.
    await writeFile(join(folder, `${file}.1`), '');
    await truncate(join(folder, `${file}.1`), free);
    await expect(asked(['big'])).rejects.toMatchObject({
      code: 'scratch-too-big',
      facts: { needed: 2 * free },
    });
    expect(await scratchSchemas(client)).toEqual([]);
  });

  it('says what to grant, and is content with that', async () => {
    await using database = await freshDatabase(server);
    const { client } = database;
    const user = `u_${randomBytes(4).toString('hex')}`;
    const target: Target = { ...database.target, user, password: 'secret' };
    await client.query(`${school}; CREATE ROLE ${user} LOGIN PASSWORD 'secret';
      REVOKE USAGE ON SCHEMA public FROM PUBLIC; ALTER TABLE student ENABLE ROW LEVEL SECURITY`);
    try {
      const request = { target, schema: 'public', tables: ['attendance'], copies: { one: asLive } };
      const denied: unknown = await copied(request, async () => undefined).catch((error: unknown) => error);
      expect(denied).toMatchObject({
        code: 'scratch-denied',
        facts: {
          grants: [
            expect.stringContaining('GRANT CREATE ON DATABASE'),
            expect.stringContaining('GRANT USAGE ON SCHEMA public'),
            expect.stringContaining('GRANT SELECT ON public.attendance'),
            expect.stringContaining('GRANT SELECT ON public.student'),
            expect.stringContaining('BYPASSRLS'),
          ],
        },
      });
      for (const grant of (denied as { facts: { grants: string[] } }).facts.grants) await client.query(grant);
      await copied(request, async ({ schemaOf }) => {
        const own = await connect(target);
        await own.query(`UPDATE ${schemaOf('one')}.attendance SET mark = 3`);
        await own.end();
      });
    } finally {
      await client.query(`DROP OWNED BY ${user}; DROP ROLE ${user}`);
    }
  });
});
