import { beforeAll, expect, test } from 'vitest';
import { type Grammar, loadGrammar } from '../postgres/grammar.ts';
import { markStatement } from './mark-statement.ts';

let grammar: Grammar;
beforeAll(async () => {
  grammar = await loadGrammar();
});

test.each([
  ['SELECT 1', 'WITH rollcall_asks AS (SELECT) SELECT 1'],
  ['-- é\nUPDATE t SET a = 1', 'WITH rollcall_asks AS (SELECT) -- é\nUPDATE t SET a = 1'],
  [
    '/* é */ WITH x AS (SELECT 1) SELECT * FROM x',
    '/* é */ WITH rollcall_asks AS (SELECT), x AS (SELECT 1) SELECT * FROM x',
  ],
  [
    'WITH RECURSIVE x AS (SELECT 1) DELETE FROM t',
    'WITH RECURSIVE rollcall_asks AS (SELECT), x AS (SELECT 1) DELETE FROM t',
  ],
  [
    '(WITH x AS (SELECT 1) SELECT * FROM x)',
    '(WITH rollcall_asks AS (SELECT), x AS (SELECT 1) SELECT * FROM x)',
  ],
  [
    '(WITH x AS (SELECT 1) SELECT * FROM x) UNION SELECT 2',
    'WITH rollcall_asks AS (SELECT) (WITH x AS (SELECT 1) SELECT * FROM x) UNION SELECT 2',
  ],
  [
    'INSERT INTO t WITH x AS (SELECT 1) SELECT * FROM x',
    'WITH rollcall_asks AS (SELECT) INSERT INTO t WITH x AS (SELECT 1) SELECT * FROM x',
  ],
  ['SELECT max(date) - 1 FROM t', 'SELECT /* rollcall */ max(date) - 1 FROM t'],
])('%s', (sql, marked) => {
  expect(markStatement(sql, grammar)).toBe(marked);
  expect(grammar.parseSync(marked).stmts).toHaveLength(1);
});
