import { beforeAll, expect, test } from 'vitest';
import { type Grammar, loadGrammar } from '../../postgres/grammar.ts';
import { comparedIn } from './filter-parts.ts';

let grammar: Grammar;
beforeAll(async () => {
  grammar = await loadGrammar();
});

const columns = ['email', 'data', 'at', 'n', 'Größe'];

test.each<[string, string, { columns?: string[]; computed?: string[] }]>([
  ['a function', "(lower((s.email)::text) = 'x'::text)", { computed: ['lower((email)::text)'] }],
  ['the other side', '($1 = lower(s.email))', { computed: ['lower(email)'] }],
  ['one of several', "(lower(s.email) = ANY ('{a,b}'::text[]))", { computed: ['lower(email)'] }],
  ['an operator', "((s.data ->> 'x'::text) = $1)", { computed: ["(data ->> 'x'::text)"] }],
  ['a column', '(s.n = 5)', { columns: ['n'] }],
  [
    'a name in quotes, and letters of two bytes',
    `((s."Größe" || 'é ('::text) = 'ü'::text)`,
    { computed: [`("Größe" || 'é ('::text)`] },
  ],
  [
    'several, and one that PostgreSQL could not read itself',
    "((NOT (hashed SubPlan 1)) AND (s.n = 4) AND (date_trunc('day'::text, s.at) = '2026-01-01'::timestamp) AND (s.n IS NOT NULL))",
    { columns: ['n'], computed: ["date_trunc('day'::text, at)"] },
  ],
  ['either of two', '((lower(s.email) = $1) OR (s.n = 3))', {}],
  ['a range', '(lower(s.email) > $1)', {}],
  ['another table', '(lower(s.email) = lower(t.email))', {}],
  ['what is asked anew', '((s.n + $2) = $1)', {}],
  ['a whole row', '((s.*)::text = $1)', {}],
  ['no row at all', '($1 = 4)', {}],
  ['no expression', '(AlternativeSubPlan 1 or hashed', {}],
])('%s', (_, filter, expected) => {
  const compared = comparedIn(filter, 's', columns, grammar);
  expect({ columns: compared.columns, computed: compared.computed.map(({ sql }) => sql) }).toEqual({
    columns: [],
    computed: [],
    ...expected,
  });
});

test('is named by its functions, columns and constants', () => {
  const [computed] = comparedIn("((s.data ->> 'x'::text) = $1)", 's', columns, grammar).computed;
  expect(computed?.words).toEqual(['data', 'x']);
});
