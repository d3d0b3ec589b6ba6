import { expect, it } from 'vitest';
import type { Finding } from '../../../shared/finding.ts';
import type { Plan } from '../../../shared/plan.ts';
import { understand } from '../../testing/understand.ts';
import { preflight } from '../preflight/preflight.ts';
import { buildPlan } from './build-plan.ts';
import { quarantineBadRows, unansweredBlockers } from './resolve.ts';

const quiet = { signal: new AbortController().signal, advance: () => undefined };

/** A file with each kind of blocker that has an answer. */
const dirty = `PRAGMA foreign_keys = OFF;
  CREATE TABLE parent (id INTEGER PRIMARY KEY, note VARCHAR(20));
  CREATE TABLE child (code TEXT PRIMARY KEY, parent INTEGER REFERENCES parent, size INTEGER, born DATE NOT NULL,
    at TIMESTAMP UNIQUE, until TIMESTAMP, UNIQUE (until DESC));
  INSERT INTO parent VALUES (1, 'a'), (2, 'b');
  INSERT INTO child VALUES ('a', 1, 5, '2026-01-01', '2026-01-01 08:00', '2026-01-01 08:00');
  INSERT INTO child VALUES ('b', 99, 6, '2026-01-01', '2026-01-01T08:00', '2026-01-01T08:00');
  INSERT INTO child VALUES (NULL, 1, 'large', '30 February', '2026-01-02 08:00', NULL);
  INSERT INTO child VALUES ('c', 1, 7, '2026-01-01', NULL, NULL), ('d', 1, 8, '2026-01-01', NULL, NULL)`;

async function examined(sql: string): Promise<{ plan: Plan; findings: readonly Finding[] }> {
  await using file = await understand(sql);
  const { db, source } = file;
  const { tables, findings } = await preflight({ db, source, renamed: [] }, quiet);
  return { plan: await buildPlan({ source, assessed: tables }), findings };
}

function placesOf(findings: readonly Finding[]): string[] {
  return findings.map(({ code, table, column }) => `${code} ${table}.${column}`).toSorted();
}

/** The plan with its child table changed. */
function edited(plan: Plan, change: (child: Plan['tables'][number]) => Plan['tables'][number]): Plan {
  return { ...plan, tables: plan.tables.map((table) => (table.name === 'child' ? change(table) : table)) };
}

it('leaves every blocker unanswered in a plan that nobody has looked at', async () => {
  const { plan, findings } = await examined(dirty);
  expect(placesOf(unansweredBlockers(findings, plan))).toEqual([
    'duplicate-key child.at',
    'duplicate-key child.until',
    'not-a-date child.born',
    'null-in-key child.code',
    'orphan child.parent',
    'text-in-number child.size',
  ]);
});

it('answers all of them with a quarantine', async () => {
  const { plan, findings } = await examined(dirty);
  const resolved = quarantineBadRows(plan, findings);
  expect(unansweredBlockers(findings, resolved)).toEqual([]);
  expect(resolved.tables[1]).toMatchObject({
    primaryKey: { badKeys: 'quarantine' },
    uniques: [{ columns: ['at'], badKeys: 'quarantine' }],
    indexes: [{ key: { columns: ['until'], badKeys: 'quarantine' } }],
    foreignKeys: [{ orphans: 'quarantine' }],
  });
});

it('keeps the answers that somebody gave', async () => {
  const { plan, findings } = await examined(dirty);
  const chosen = edited(plan, (child) => ({
    ...child,
    foreignKeys: child.foreignKeys.map((key) => ({ ...key, orphans: 'set null' as const })),
    columns: child.columns.map((column) =>
      column.name === 'size' ? { ...column, badValues: 'set null' as const } : column,
    ),
  }));
  const [, child] = quarantineBadRows(chosen, findings).tables;
  expect(child?.foreignKeys).toMatchObject([{ orphans: 'set null' }]);
  expect(child?.columns.find(({ name }) => name === 'size')?.badValues).toBe('set null');
});

it.each(['at', 'until'])('takes no quarantine of other keys for an answer about %s', async (own) => {
  const { plan, findings } = await examined(dirty);
  const half = edited(quarantineBadRows(plan, findings), (child) => ({
    ...child,
    uniques: child.uniques.map((key) => (own === 'at' ? { ...key, badKeys: 'stop' as const } : key)),
    indexes: child.indexes.map((index) =>
      index.key && own === 'until' ? { ...index, key: { ...index.key, badKeys: 'stop' as const } } : index,
    ),
  }));
  expect(placesOf(unansweredBlockers(findings, half))).toEqual([`duplicate-key child.${own}`]);
});

it('takes a constraint that the plan leaves out for an answer', async () => {
  const { plan, findings } = await examined(dirty);
  const { tables } = edited(plan, (child) => ({ ...child, foreignKeys: [], uniques: [], indexes: [] }));
  const left = placesOf(unansweredBlockers(findings, { ...plan, tables }));
  expect(left.filter((place) => /orphan|duplicate/.test(place))).toEqual([]);
});

it('empties a value only where that is recommended for everything that is bad in its column', async () => {
  const { plan } = await examined('CREATE TABLE t (v INTEGER)');
  const finding = (code: string, recommended: 'set null' | 'quarantine'): Finding => ({
    code,
    severity: 'blocker',
    table: 't',
    column: 'v',
    count: 1,
    samples: [],
    resolutions: ['set null', 'quarantine'],
    recommended,
    sentence: '',
  });
  const answer = (...findings: Finding[]) =>
    quarantineBadRows(plan, findings).tables[0]?.columns[0]?.badValues;
  expect(answer(finding('empty-text', 'set null'))).toBe('set null');
  expect(answer(finding('empty-text', 'set null'), finding('not-a-number', 'quarantine'))).toBe('quarantine');
  expect(answer(finding('empty-text', 'set null'), finding('orphan', 'quarantine'))).toBe('set null');
  expect(answer()).toBe('quarantine');
});

it('has no answer to what leaves no choice, or concerns a table that the plan lacks', async () => {
  const { plan, findings } = await examined(dirty);
  const [some] = findings.filter(({ severity }) => severity === 'blocker');
  if (!some) throw new Error('There is no blocker.');
  const resolved = quarantineBadRows(plan, findings);
  const hopeless: Finding[] = [
    { ...some, resolutions: [] },
    { ...some, table: 'elsewhere' },
  ];
  expect(unansweredBlockers(hopeless, resolved)).toEqual(hopeless);
  expect(unansweredBlockers([{ ...some, severity: 'warning', resolutions: [] }], resolved)).toEqual([]);
});
