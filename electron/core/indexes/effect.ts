import pg from 'pg';
import { RollcallError, rollcallError } from '../../../shared/errors/index.ts';
import type { IndexEffect, IndexEffects } from '../../../shared/index-effect.ts';
import { columnKeys, type NamedIndexState } from '../../../shared/indexes.ts';
import type { StageContext } from '../../../shared/progress.ts';
import type { Target } from '../../../shared/target.ts';
import { cancellable, connect } from '../postgres/connect.ts';
import { qualified } from '../postgres/ddl.ts';
import { loadGrammar } from '../postgres/grammar.ts';
import { type ScratchContext, withScratchSchema } from '../postgres/scratch-schema.ts';
import { describeTarget } from '../postgres/target.ts';
import { relationsOf } from '../scenarios/parse-tree.ts';
import { quoteName } from '../source/quote.ts';
import { type Catalog, type CatalogIndex, readCatalog } from './catalog.ts';
import { drawOnServer, type ScenarioQuery } from './draw-on-server.ts';
import { type Drops, measureInTurns } from './measure-in-turns.ts';
import { namedIndexStates, screensServed } from './named-state.ts';
import { inHalves, rememberLeftover } from './trial/copy-context.ts';
import { withHypothetical } from './trial/hypothetical.ts';

/** A named index with the query of its screen. */
interface Ready {
  readonly named: NamedIndexState;
  readonly query: ScenarioQuery;
}

type Found = IndexEffect['found'];

/**
 * What each of the four named indexes does for the query of its screen: measured on a copy of the tables, with the
 * index and without it in turns. The live tables are only read. Where the role may make no copy, the planner is asked
 * as if, by the extension hypopg.
 *
 * @throws RollcallError `cancelled` within a second of the abort, or what the server says
 */
export async function measureNamedIndexes(
  target: Target,
  schema: string,
  stage: StageContext,
): Promise<IndexEffects> {
  const { signal } = stage;
  const { context, leftover } = rememberLeftover(stage);
  const client = await connect(target, { signal, applicationName: 'rollcall indexes' });
  try {
    const asking = <T>(work: () => Promise<T>) => cancellable(client, target, signal, work);
    const catalog = await asking(() => readCatalog(client, schema));
    const prepared = await asking(() => prepareAll(client, schema, namedIndexStates(catalog)));
    const ready = prepared.flatMap((one) => ('ready' in one ? [one.ready] : []));
    const found = await measureReady(client, target, { schema, catalog, ready }, context);
    const effects = prepared.map((one) =>
      'ready' in one ? effectOf(one.ready.named, found.get(one.ready.named.name)) : one.effect,
    );
    return { target: describeTarget(target), schema, effects, leftover: leftover() };
  } finally {
    await client.end();
  }
}

function effectOf(
  { name, screen, scenario }: NamedIndexState,
  found: Found = { kind: 'no rows' },
): IndexEffect {
  return { name, screen, scenario, found };
}

type Prepared = { readonly ready: Ready } | { readonly effect: IndexEffect };

async function prepareAll(
  client: pg.Client,
  schema: string,
  states: readonly NamedIndexState[],
): Promise<Prepared[]> {
  const prepared: Prepared[] = [];
  for (const named of states) {
    const found = await prepare(client, schema, named);
    prepared.push('draws' in found ? { ready: { named, query: found } } : { effect: effectOf(named, found) });
  }
  return prepared;
}

/** SQLSTATE of a table and of a column that aren't there. */
const lacking: ReadonlySet<string> = new Set(['42P01', '42703']);

async function prepare(
  client: pg.Client,
  schema: string,
  { state, scenario }: NamedIndexState,
): Promise<ScenarioQuery | Found> {
  if (state.kind === 'does not apply') return state;
  try {
    return await drawOnServer(client, schema, scenario);
  } catch (error) {
    if (error instanceof RollcallError && error.code === 'scenario-without-rows') return { kind: 'no rows' };
    if (error instanceof pg.DatabaseError && lacking.has(error.code ?? '')) {
      return { kind: 'does not apply', missing: error.message };
    }
    throw error;
  }
}

/** What is to be measured, and what there is of it. */
interface Live {
  readonly schema: string;
  readonly catalog: Catalog;
  readonly ready: readonly Ready[];
}

async function measureReady(
  client: pg.Client,
  target: Target,
  live: Live,
  context: ScratchContext,
): Promise<ReadonlyMap<string, Found>> {
  const { schema, ready } = live;
  if (ready.length === 0) return new Map();
  try {
    return await measureOnCopy(client, target, live, context);
  } catch (error) {
    if (!(error instanceof RollcallError) || error.code !== 'scratch-denied') throw error;
    const { grants } = error.facts;
    const missing = Array.isArray(grants) ? grants : [];
    return await cancellable(client, target, context.signal, () => planReady(client, schema, ready, missing));
  }
}

async function measureOnCopy(
  client: pg.Client,
  target: Target,
  { schema, catalog: live, ready }: Live,
  context: ScratchContext,
): Promise<ReadonlyMap<string, Found>> {
  const grammar = await loadGrammar();
  const tables = ready.flatMap(({ query }) => relationsOf(grammar.parseSync(query.sql)));
  const added = ready.map(({ named: { name, table, columns } }) => ({ name, table, columns }));
  const request = {
    target,
    schema,
    tables: [...new Set(tables)],
    copies: { indexed: { without: [], added } },
  };
  const { copying, trying } = inHalves(context);
  return await withScratchSchema(request, copying, async ({ schemaOf, tables: copied }) => {
    const copy = schemaOf('indexed');
    const found = new Map<string, Found>();
    for (const [place, { named, query }] of ready.entries()) {
      const { name, table } = named;
      trying(place / ready.length, name);
      const measured = await cancellable(client, target, context.signal, async () => {
        return await measureInTurns(
          client,
          copy,
          query,
          dropsOf(await readCatalog(client, copy), copy, named, live),
        );
      });
      const rows = copied.find((one) => one.table === table)?.rows ?? 0;
      found.set(name, { kind: 'measured', sql: query.sql, rows, ...measured });
    }
    return found;
  });
}

/**
 * Without the index goes every one that does its work, keys included: it is only a copy. What was added to the copy for
 * the other named ones is none of this query's business.
 */
function dropsOf({ indexes, tables }: Catalog, copy: string, named: NamedIndexState, live: Catalog): Drops {
  const states = namedIndexStates({ indexes, tables });
  const doers = indexes.filter((index) => screensServed(index, states).includes(named.name));
  const added = indexes.filter(
    (index) =>
      !doers.includes(index) && !live.indexes.some(({ name, valid }) => valid && name === index.name),
  );
  const drop = ({ name, table, constraint }: CatalogIndex) =>
    constraint === undefined
      ? `DROP INDEX ${qualified(copy, name)}`
      : `ALTER TABLE ${qualified(copy, table)} DROP CONSTRAINT ${quoteName(constraint.name)} CASCADE`;
  return { always: added.map(drop), without: doers.map(drop) };
}

/** With hypopg alone the planner can be asked about an index that isn't there. */
async function planReady(
  client: pg.Client,
  schema: string,
  ready: readonly Ready[],
  grants: string[],
): Promise<ReadonlyMap<string, Found>> {
  const planned = await withHypothetical(client, schema, async (trial) => {
    const found = new Map<string, Found>();
    for (const { named, query } of ready.filter((one) => one.named.state.kind === 'missing')) {
      const index = { name: named.name, table: named.table, keys: columnKeys(named.columns) };
      const asked = { sql: query.sql, parameters: query.draws[0]?.length ?? 0 };
      const costWithout = await trial.costOf(asked, []);
      const costWith = await trial.costOf(asked, [index]);
      if (costWithout === undefined || costWith === undefined) {
        throw rollcallError('query-refused', { message: query.sql });
      }
      found.set(named.name, { kind: 'planned', sql: query.sql, costWithout, costWith });
    }
    return found;
  });
  return new Map(
    ready.map(({ named: { name } }) => [name, planned?.result.get(name) ?? { kind: 'not possible', grants }]),
  );
}
