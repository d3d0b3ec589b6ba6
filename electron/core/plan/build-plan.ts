import type { NotCarried } from '../../../shared/finding.ts';
import type { Plan, PlannedTable } from '../../../shared/plan.ts';
import type { Source, SourceObject } from '../../../shared/source.ts';
import { schemaDigest } from '../source/read-source.ts';
import type { AssessedTable } from '../values/assessed.ts';
import { NameRegistry } from '../values/names.ts';
import { buildForeignKeys } from './build-foreign-keys.ts';
import { buildTable, columnTypes } from './build-table.ts';
import { nameSequences } from './name-sequences.ts';
import { planNamedIndexes } from './named-indexes.ts';
import { translateViews } from './translate/index.ts';

export interface PlanInput {
  readonly source: Source;
  readonly assessed: readonly AssessedTable[];
  readonly timezone?: string | undefined;
}

/** What a run will do with a file, from what preflight found in it. */
export async function buildPlan({ source, assessed, timezone }: PlanInput): Promise<Plan> {
  const names = new NameRegistry();
  for (const { name } of [...source.tables, ...source.objects]) names.reserve(name);
  const notCarried: NotCarried[] = source.objects.flatMap(listObject);
  const bare: PlannedTable[] = [];
  for (const table of assessed) {
    const built = await buildTable(table, names);
    bare.push(built.table);
    notCarried.push(...built.notCarried);
  }
  const keyed = buildForeignKeys(source, bare);
  notCarried.push(...keyed.notCarried);
  const { tables, namedIndexes } = planNamedIndexes(nameSequences(keyed.tables, names));
  const { views, notCarried: leftViews } = await buildViews(source, assessed);
  return {
    format: 'rollcall-plan-1',
    source: {
      name: source.file.path.split(/[\\/]/).at(-1) ?? source.file.path,
      schemaSha256: schemaDigest(source),
    },
    ...(timezone === undefined ? {} : { timezone }),
    tables,
    views,
    namedIndexes,
    notCarried: [...notCarried, ...leftViews],
  };
}

function listObject({ kind, name, table, sql, module }: SourceObject): NotCarried[] {
  switch (kind) {
    case 'trigger':
      return [
        {
          kind,
          name,
          ...(table === undefined ? {} : { table }),
          sql,
          reason:
            'SQLite\u2019s trigger language has no counterpart; write it anew as a PostgreSQL function if it is needed.',
          code: 'trigger',
        },
      ];
    case 'virtual table':
      return [
        {
          kind,
          name,
          sql,
          reason: `The module ${module?.name ?? ''} works inside SQLite only; rows of its own, where it can be read, arrive as an ordinary table.`,
          code: 'module',
          facts: { module: module?.name ?? '' },
        },
      ];
    case 'unreadable table': {
      const needs = module
        ? `it needs the module ${module.name}, or a part of it,`
        : 'its key is in an order of letters, or it computes a value,';
      return [
        {
          kind,
          name,
          sql,
          reason: `SQLite can\u2019t read this table here: ${needs} that only the application knows. None of its rows are moved.`,
          code: kind,
          ...(module ? { facts: { module: module.name } } : {}),
        },
      ];
    }
    case 'view':
    case 'shadow table':
      return [];
  }
}

async function buildViews(
  { objects }: Source,
  assessed: readonly AssessedTable[],
): Promise<{ views: Plan['views']; notCarried: NotCarried[] }> {
  const types = new Map(assessed.map(({ table, columns }) => [table.name, columnTypes(columns)]));
  const views = objects.filter(({ kind }) => kind === 'view');
  const translated = await translateViews(views, types);
  return {
    views: translated.flatMap(({ name, translation }) =>
      translation.kind === 'carried' ? [{ name, sql: translation.sql }] : [],
    ),
    notCarried: translated.flatMap(({ name, sql, translation }): NotCarried[] =>
      translation.kind === 'carried'
        ? []
        : [{ kind: 'view', name, sql, reason: translation.reason, code: 'no counterpart' }],
    ),
  };
}
