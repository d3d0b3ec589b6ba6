import { beforeAll, expect, test } from 'vitest';
import { type Grammar, loadGrammar } from '../postgres/grammar.ts';
import { numberForPostgres, numberForSqlite } from './numbered.ts';

let grammar: Grammar;
beforeAll(async () => {
  grammar = await loadGrammar();
});

test('a name that comes twice takes two values of SQLite and one number of PostgreSQL', () => {
  const sql = 'SELECT * FROM a WHERE x = :x AND (y = :y OR z = :x)';
  expect(numberForSqlite(sql)).toEqual({
    sql: 'SELECT * FROM a WHERE x = ? AND (y = ? OR z = ?)',
    parameters: ['x', 'y', 'x'],
  });
  expect(numberForPostgres(sql, grammar)).toEqual({
    sql: 'SELECT * FROM a WHERE x = $1 AND (y = $2 OR z = $1)',
    parameters: ['x', 'y'],
  });
});

test('a colon in a text, a quoted name or a comment is no parameter', () => {
  const sqlite = `SELECT ':a', ":b", [:c], \`:d\`, 'it''s :e' -- :f\n, /* :g */ :h`;
  expect(numberForSqlite(sqlite)).toEqual({ sql: sqlite.replace(/:h$/, '?'), parameters: ['h'] });
  const postgres = `SELECT ':a', ":b", E'\\':c', $x$ :d $x$, now()::date -- :e\n, /* /* :f */ :g */ :h, 'é' || :date`;
  expect(numberForPostgres(postgres, grammar)).toEqual({
    sql: postgres.replace(':h', '$1').replace(/:date$/, '$2'),
    parameters: ['h', 'date'],
  });
});
