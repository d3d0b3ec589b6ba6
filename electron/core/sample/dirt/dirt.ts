import type { Database } from 'better-sqlite3';
import type { Planted } from './pains.ts';
import { plants } from './plants.ts';
import { dirtyObjects, dirtyRows, dirtyTables } from './schema.ts';

/** Creates what the dirty sample has besides the seven tables; they must exist. */
export function createDirtyObjects(database: Database): void {
  for (const { sql } of dirtyTables) database.exec(sql);
  for (const sql of dirtyObjects) database.exec(sql);
}

/** Spoils a filled sample. Rows are taken from all over a table, never the same row twice. */
export function plantDirt(database: Database): Planted[] {
  for (const sql of dirtyRows) database.exec(sql);
  const victims = new Map<string, () => number>();

  function nextVictim(table: string): number {
    const next = victims.get(table) ?? dealRows(countRows(database, table));
    victims.set(table, next);
    return next();
  }

  return plants.map(({ values, statements, ...plant }): Planted => {
    const updates = (values ?? []).map(
      (value) =>
        `UPDATE ${plant.table} SET ${plant.column} = ${value} WHERE rowid = ${nextVictim(plant.table)}`,
    );
    const rows = [...updates, ...(statements ?? [])].reduce(
      (changed, sql) => changed + database.prepare(sql).run().changes,
      0,
    );
    return { ...plant, rows };
  });
}

function countRows(database: Database, table: string): number {
  const count = database.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get();
  return count ?? 0;
}

/**
 * Deals the numbers 1 to `count`, far from one another, each once: steps of the golden section.
 */
function dealRows(count: number): () => number {
  const dealt = new Set<number>();
  let place = 0;
  return () => {
    place = (place + 0.618_033_988_75) % 1;
    let row = 1 + Math.floor(place * count);
    while (dealt.has(row) && dealt.size < count) row = (row % count) + 1;
    dealt.add(row);
    return row;
  };
}
