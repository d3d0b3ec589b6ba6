import type { Database } from 'better-sqlite3';
import { parseSchema } from './parse-schema.ts';
import { foldName } from './quote.ts';

/** A virtual table as its text tells it. */
export interface VirtualTable {
  readonly name: string;
  readonly module: { readonly name: string; readonly loaded: boolean };
  /** An FTS table that indexes another table's rows, or that throws away what it has indexed. */
  readonly contentElsewhere: boolean;
}

/** Modules of SQLite whose tables hold rows that were put into them. */
const holdingModules = new Set(['fts3', 'fts4', 'fts5', 'rtree', 'rtree_i32', 'geopoly']);

/** Names that modules give to the tables behind their own: `<virtual table>_<suffix>`. */
const shadowSuffixes: Readonly<Record<string, RegExp>> = {
  fts3: /^(content|segments|segdir)$/,
  fts4: /^(content|segments|segdir|docsize|stat)$/,
  fts5: /^(data|idx|content|docsize|config)$/,
  rtree: /^(node|rowid|parent)$/,
  rtree_i32: /^(node|rowid|parent)$/,
  geopoly: /^(node|rowid|parent)$/,
  spellfix1: /^vocab$/,
  vec0: /^(chunks|rowids|info|auxiliary|vector_chunks\d+|metadatachunks\d+|metadatatext\d+)$/,
};

/** Reads the CREATE VIRTUAL TABLE of sqlite_schema. */
export function readVirtualTable(db: Database, name: string, sql: string): VirtualTable {
  const { module, args } = readText(sql);
  const contentElsewhere =
    /^fts[45]$/i.test(module) && args.some((argument) => /^\s*content\s*=/i.test(argument));
  return { name, module: { name: module, loaded: isLoaded(db, module) }, contentElsewhere };
}

/** True for a table that keeps what was put into it, be it that only the application can read it. */
export function keepsRows({ module, contentElsewhere }: VirtualTable): boolean {
  return module.name.toLowerCase() in shadowSuffixes && !contentElsewhere;
}

/** True for a table whose rows live in the file and can be read; dbstat and such only show other things. */
export function holdsRows({ module, contentElsewhere }: VirtualTable): boolean {
  return module.loaded && holdingModules.has(module.name.toLowerCase()) && !contentElsewhere;
}

/**
 * True for a table that `owner` keeps its own data in. Only modules known by name count, so that no ordinary
 * table is taken for one; nor does `_content`, where the owner makes no such table.
 */
export function isShadowOf(owner: VirtualTable, name: string): boolean {
  const prefix = foldName(`${owner.name}_`);
  const folded = foldName(name);
  if (!folded.startsWith(prefix)) return false;
  const suffix = folded.slice(prefix.length);
  if (suffix === 'content' && owner.contentElsewhere) return false;
  return shadowSuffixes[owner.module.name.toLowerCase()]?.test(suffix) ?? false;
}

function readText(sql: string): { module: string; args: readonly string[] } {
  const parsed = parseSchema(sql);
  if (parsed.kind === 'read' && parsed.statement.type === 'CreateVirtualTableStmt') {
    return { module: parsed.statement.moduleName.text, args: parsed.statement.args ?? [] };
  }
  return { module: /\bUSING\s+["'`[]?(\w+)/i.exec(sql)?.[1] ?? '', args: [sql] };
}

function isLoaded(db: Database, module: string): boolean {
  return (
    db.prepare<[string]>('SELECT 1 FROM pragma_module_list WHERE name = ? COLLATE NOCASE').get(module) !==
    undefined
  );
}
