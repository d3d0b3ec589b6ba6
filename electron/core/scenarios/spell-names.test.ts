import { beforeAll, expect, test } from 'vitest';
import { type Grammar, loadGrammar } from '../postgres/grammar.ts';
import { spellNames } from './spell-names.ts';

let grammar: Grammar;
beforeAll(async () => {
  grammar = await loadGrammar();
});

test('names are those of the schema, whatever their case', () => {
  const names = new Map([
    ['Attendance', ['ID', 'Student_ID', 'Date', 'Period', 'Set']],
    ['other', ['Status']],
  ]);
  const numbered = (sql: string) => spellNames(sql, grammar, names);
  expect(
    numbered(
      'SELECT a.id, $$é$$, status, period, "date" FROM attendance AS a WHERE student_id = $1 AND Date = $2',
    ),
  ).toBe(
    'SELECT a."ID", $$é$$, status, "Period", "date" FROM "Attendance" AS a WHERE "Student_ID" = $1 AND "Date" = $2',
  );
  expect(
    numbered("SELECT date '2025-01-01', date(id), id::date, CAST(id AS date), 'date' FROM Attendance"),
  ).toBe(`SELECT date '2025-01-01', date("ID"), "ID"::date, CAST("ID" AS date), 'date' FROM "Attendance"`);
  expect(numbered('UPDATE attendance SET set = 1, period = id WHERE attendance.date = $1')).toBe(
    'UPDATE "Attendance" SET "Set" = 1, "Period" = "ID" WHERE "Attendance"."Date" = $1',
  );
  expect(
    numbered(
      'WITH x AS (SELECT id AS n FROM attendance) INSERT INTO attendance (id, set) SELECT n, 1 FROM x',
    ),
  ).toBe(
    'WITH x AS (SELECT "ID" AS n FROM "Attendance") INSERT INTO "Attendance" ("ID", "Set") SELECT n, 1 FROM x',
  );
  expect(numbered('SELECT id FROM missing')).toBe('SELECT id FROM missing');
});

test('of two spellings the one that PostgreSQL finds by itself is meant', () => {
  const names = new Map([['t', ['Date', 'date']]]);
  expect(spellNames('SELECT date FROM t', grammar, names)).toBe('SELECT date FROM t');
});
