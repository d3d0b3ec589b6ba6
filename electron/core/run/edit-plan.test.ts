import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ColumnPlace, Plan, PlanEdit, TargetType } from '../../../shared/plan.ts';
import { randomDatabase, writeRandomDatabase } from '../../testing/random-database.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { newMemory } from '../preflight/memory.ts';
import { defaultSampleOptions, makeSample } from '../sample/sample.ts';
import { makePlan } from './make-plan.ts';
import { openFile } from './open-file.ts';

const quiet = { signal: new AbortController().signal, advance: () => undefined };

/** Looks at a file again and again, with what earlier looks read and without. */
async function openLooks(path: string, folder: string) {
  const opened = await openFile(path, join(folder, 'opened'), quiet);
  const memory = newMemory();
  const look = (edit: PlanEdit | undefined, options: { readonly anew: boolean }) =>
    makePlan(
      path,
      {
        folder,
        opened: options.anew ? opened : { ...opened, memory },
        ...(edit === undefined ? {} : { edit }),
      },
      quiet,
    );
  return {
    first: () => look(undefined, { anew: false }),
    again: (edit: PlanEdit) => look(edit, { anew: false }),
    anew: (edit: PlanEdit) => look(edit, { anew: true }),
  };
}

function withType(plan: Plan, place: ColumnPlace, type: TargetType): PlanEdit {
  const tables = plan.tables.map((table) =>
    table.name === place.table
      ? {
          ...table,
          columns: table.columns.map((column) =>
            column.name === place.column ? { ...column, type } : column,
          ),
        }
      : table,
  );
  return { plan: { ...plan, tables }, changed: [place] };
}

function placesOf({ tables }: Plan): ColumnPlace[] {
  return tables.flatMap(({ name, columns }) =>
    columns.map((column) => ({ table: name, column: column.name })),
  );
}

const types: readonly TargetType[] = [
  { name: 'text' },
  { name: 'integer' },
  { name: 'bigint' },
  { name: 'numeric' },
  { name: 'decimal', precision: 5, scale: 2 },
  { name: 'double precision' },
  { name: 'boolean' },
  { name: 'varchar', length: 3 },
  { name: 'date' },
  { name: 'time' },
  { name: 'timestamp' },
  { name: 'timestamptz' },
  { name: 'jsonb' },
  { name: 'uuid' },
  { name: 'bytea' },
];

function typeAt(place: number): TargetType {
  return types[place % types.length] ?? { name: 'text' };
}

test('edits of columns all over a dirty school see what a whole look sees', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'app.db');
  await makeSample(path, { ...defaultSampleOptions, students: 130, days: 5, periods: 2, dirty: true }, quiet);
  const looks = await openLooks(path, folder.path);
  const first = await looks.first();
  for (const [position, place] of placesOf(first.plan).entries()) {
    if (position % 5 > 0) continue;
    const edit = withType(first.plan, place, typeAt(position / 5));
    expect(await looks.again(edit), JSON.stringify(place)).toEqual(await looks.anew(edit));
  }
  for (const timezone of ['Asia/Qatar', 'America/New_York']) {
    const edit = { plan: { ...first.plan, timezone }, changed: [] };
    expect(await looks.again(edit), timezone).toEqual(await looks.anew(edit));
  }
});

test('a look at the types that a file got by itself sees what the first look saw', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'app.db');
  await makeSample(path, { ...defaultSampleOptions, students: 130, days: 5, periods: 2, dirty: true }, quiet);
  const looks = await openLooks(path, folder.path);
  const first = await looks.first();
  expect(await looks.anew({ plan: first.plan, changed: [] })).toEqual(first);
});

/** The suite tries the same files each time; ROLLCALL_RUNS=200 tries new ones. */
const runs = process.env['ROLLCALL_RUNS'];
const numRuns = Number(runs ?? 12);
const edits = fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 2, maxLength: 4 });

test('edits of random databases see what a whole look sees, one after the other', {
  timeout: 60_000 + numRuns * 5_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(randomDatabase, edits, async (random, changes) => {
      await using folder = await temporaryFolder();
      const path = join(folder.path, 'app.db');
      writeRandomDatabase(path, random);
      const looks = await openLooks(path, folder.path);
      let { plan } = await looks.first();
      for (const [at, type] of changes) {
        const places = placesOf(plan);
        const place = places[at % places.length];
        if (place === undefined) continue;
        const edit = withType(plan, place, typeAt(type));
        const again = await looks.again(edit);
        expect(again, JSON.stringify([place, typeAt(type)])).toEqual(await looks.anew(edit));
        plan = again.plan;
      }
    }),
    { numRuns, endOnFailure: true, ...(runs === undefined ? { seed: 933 } : {}) },
  );
});

/** Classes, and students in them. */
async function schoolWith(
  fill: string,
  check: (looks: Awaited<ReturnType<typeof openLooks>>) => Promise<void>,
): Promise<void> {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'app.db');
  const db = new Database(path);
  db.exec(`CREATE TABLE class (id INTEGER PRIMARY KEY);
    CREATE TABLE student (id INTEGER PRIMARY KEY, class_id INTEGER REFERENCES class (id), active INTEGER CHECK (active > 0));
    ${fill}`);
  db.close();
  await check(await openLooks(path, folder.path));
}

test('what references an edited column follows it, and the reference stays', async () => {
  await schoolWith('INSERT INTO class VALUES (1); INSERT INTO student VALUES (1, 1, 1)', async (looks) => {
    const { plan } = await looks.first();
    const edit = withType(plan, { table: 'class', column: 'id' }, { name: 'text' });
    const [classes, students] = (await looks.again(edit)).plan.tables;
    expect(classes?.columns[0]?.type).toEqual({ name: 'text' });
    expect(students?.columns[1]?.type).toEqual({ name: 'text' });
    expect(students?.foreignKeys).toHaveLength(1);
  });
});

test('a reference that an edit makes impossible is said at once', async () => {
  await schoolWith('INSERT INTO class VALUES (1); INSERT INTO student VALUES (1, 1, 1)', async (looks) => {
    const { plan } = await looks.first();
    const place = { table: 'student', column: 'class_id' };
    const edited = await looks.again(withType(plan, place, { name: 'text' }));
    expect(edited.plan.tables[1]?.foreignKeys).toEqual([]);
    expect(edited.findings).toContainEqual(
      expect.objectContaining({
        code: 'foreign-key-not-carried',
        ...place,
        facts: expect.objectContaining({ why: 'types differ', parent: 'class', parentColumn: 'id' }),
      }),
    );
    // Taken back, it is as it was.
    const back = await looks.again(withType(edited.plan, place, { name: 'bigint' }));
    expect(back.plan).toEqual(plan);
  });
});
