import { loadGrammar } from '../../postgres/grammar.ts';
import { foldName } from '../../source/quote.ts';
import type { ColumnTypes } from './context.ts';
import { proveQuery } from './postgres.ts';
import { type Relation, type Relations, tableRelation } from './relation.ts';
import { translateSelect } from './select.ts';
import { parseView } from './sqlite.ts';
import { attempt, type Translation } from './translation.ts';

/**
 * Translates a CREATE VIEW into the query behind `CREATE VIEW … AS` on PostgreSQL. Tables are named without a
 * schema; every column is named as SQLite names it.
 *
 * @param tables that the view may read, by their exact name
 */
export async function translateView(
  sql: string,
  tables: ReadonlyMap<string, ColumnTypes>,
): Promise<Translation> {
  const [view] = await translateViews([{ name: '', sql }], tables);
  return view?.translation ?? { kind: 'not carried', reason: 'There is no view.' };
}

/**
 * Translates views that may read each other.
 *
 * @param tables that the views may read, by their exact name
 * @returns all of them, a view after those that it reads
 */
export async function translateViews(
  views: readonly { name: string; sql: string }[],
  tables: ReadonlyMap<string, ColumnTypes>,
): Promise<{ name: string; sql: string; translation: Translation }[]> {
  await loadGrammar();
  const relations = new Map(
    [...tables].map(([table, columns]): [string, Relation] => [
      foldName(table),
      tableRelation(table, columns),
    ]),
  );
  const done: { name: string; sql: string; translation: Translation }[] = [];
  let waiting = [...views];
  while (waiting.length > 0) {
    const translated = waiting.map((view) => ({ view, outcome: translateOne(view, relations) }));
    const carried = translated.filter(({ outcome }) => outcome.kind === 'carried');
    const settled = carried.length > 0 ? carried : translated;
    for (const { view, outcome } of settled) {
      done.push({ ...view, translation: withoutRelation(outcome) });
    }
    waiting = carried.length > 0 ? waiting.filter((view) => !carried.some((each) => each.view === view)) : [];
  }
  return done;
}

type Outcome =
  | { kind: 'carried'; sql: string; relation: Relation }
  | Extract<Translation, { kind: 'not carried' }>;

/** A view that could be translated can be read by the next. */
function translateOne(view: { name: string; sql: string }, relations: Map<string, Relation>): Outcome {
  const outcome = attempt((): Outcome => readView(view, relations));
  if (outcome.kind === 'carried') relations.set(foldName(view.name), outcome.relation);
  return outcome;
}

function readView({ name, sql }: { name: string; sql: string }, relations: Relations): Outcome {
  const { tree, text } = parseView(sql);
  const names = tree.columns?.map(({ colName }) => colName.text);
  const query = translateSelect(tree.select, { text, relations }, names);
  return { kind: 'carried', sql: proveQuery(query.sql), relation: { name, columns: query.columns } };
}

function withoutRelation(outcome: Outcome): Translation {
  return outcome.kind === 'carried' ? { kind: 'carried', sql: outcome.sql } : outcome;
}
