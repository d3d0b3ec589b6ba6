import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { TargetType } from '../../../../shared/plan.ts';
import { freshDatabase, servers } from '../../../testing/postgres.ts';
import { translateDefault, translateGenerated } from './index.ts';

const text: TargetType = { name: 'text' };

/** Evaluated at each insert; what both servers write may be two seconds apart. */
const clocks: readonly [string, TargetType][] = [
  ['CURRENT_TIMESTAMP', text],
  ['CURRENT_TIMESTAMP', { name: 'timestamp' }],
  ["datetime('now', '+90 minutes')", text],
  ["datetime('now', '-1 day')", { name: 'timestamp' }],
  ["strftime('%Y-%m-%d %H:%M:%f', 'now')", text],
  ["strftime('%Y-%m-%dT%H:%M:%SZ', 'now')", text],
  ["strftime('%s', 'now')", { name: 'timestamp' }],
  ["datetime('now', 'subsec')", text],
  ["datetime('subsecond')", { name: 'timestamp' }],
  ["strftime('%Y-%m-%dT%H:%M:%fZ', 'now', 'subsec')", text],
];
const numbers: readonly [string, TargetType][] = [
  ["strftime('%s', 'now')", { name: 'bigint' }],
  ['unixepoch()', { name: 'integer' }],
  ["unixepoch('now', 'subsec')", { name: 'double precision' }],
  ["CAST(unixepoch('subsec') AS INTEGER)", { name: 'bigint' }],
  ["julianday('now') * 86400", { name: 'double precision' }],
];

describe.each(servers())('PostgreSQL $version', (server) => {
  it('evaluates a default at each insert, to the moment that SQLite would write', async () => {
    await using database = await freshDatabase(server);
    const { client } = database;
    await client.query(`SET TIME ZONE 'Asia/Qatar'`);
    const all = [...clocks, ...numbers];
    const columns = await Promise.all(
      all.map(async ([sql, type], at) => {
        const translation = await translateDefault(sql, type);
        return `c${at} ${type.name} DEFAULT ${translation.kind === 'carried' ? translation.sql : 'refused'}`;
      }),
    );
    await client.query(`CREATE TABLE defaults (id integer, ${columns.join(', ')})`);
    await client.query('SELECT pg_sleep(2.1)');
    await client.query('INSERT INTO defaults (id) VALUES (1)');
    const there = new Database(':memory:')
      .prepare<[], (string | number)[]>(`SELECT ${all.map(([sql]) => sql).join(', ')}`)
      .raw()
      .get();
    const here = await client.query({
      text: `SELECT ${all.map((_, at) => `c${at}::text`).join(', ')} FROM defaults`,
      rowMode: 'array',
    });
    const apart = all.map((_, at) => Math.abs(seconds(here.rows[0]?.[at]) - seconds(there?.[at])));
    expect(apart.filter((distance) => !(distance < 2))).toEqual([]);
    const shapes = (row: unknown[]) => row.map((cell) => String(cell).replace(/\d/g, '9'));
    expect(shapes(here.rows[0]?.slice(0, 1) ?? [])).toEqual(shapes(there?.slice(0, 1) ?? []));
  });

  it.skipIf(server.version < 13)('makes random names in the shape that SQLite makes them', async () => {
    await using database = await freshDatabase(server);
    const translation = await translateDefault(
      "lower(hex(randomblob(4)) || '-' || hex(randomblob(16)) || '-' || hex(randomblob(7)) || hex(randomblob(12)))",
      text,
    );
    const sql = translation.kind === 'carried' ? translation.sql : '';
    await database.client.query(`CREATE TABLE tokens (id integer, token text DEFAULT ${sql})`);
    await database.client.query('INSERT INTO tokens SELECT generate_series(1, 50)');
    const { rows } = await database.client.query<{ token: string }>('SELECT DISTINCT token FROM tokens');
    expect(rows).toHaveLength(50);
    expect(rows.filter(({ token }) => !/^[0-9a-f]{8}-[0-9a-f]{32}-[0-9a-f]{38}$/.test(token))).toEqual([]);
  });

  it.skipIf(server.version < 13)('draws integers of 64 bits', async () => {
    await using database = await freshDatabase(server);
    const translation = await translateDefault('random()', { name: 'bigint' });
    const sql = translation.kind === 'carried' ? translation.sql : '';
    const { rows } = await database.client.query(
      `SELECT count(DISTINCT drawn)::integer AS drawn, bool_or(drawn < -2^62) AS low, bool_or(drawn > 2^62) AS high
         FROM (SELECT ${sql} AS drawn FROM generate_series(1, 200)) AS all_of_them`,
    );
    expect(rows).toEqual([{ drawn: 200, low: true, high: true }]);
  });

  it('computes generated columns to what SQLite stored', async () => {
    await using database = await freshDatabase(server);
    const generated: readonly [string, string, TargetType][] = [
      ['TEXT', 'date(at)', text],
      ['TEXT', "datetime(at, 'start of month')", text],
      ['TEXT', 'time(at)', text],
      ['INT', "strftime('%u', at)", { name: 'integer' }],
      ['TEXT', "strftime('%Y/%m', at)", text],
      ['INTEGER', 'n * 2', { name: 'bigint' }],
      ['INTEGER', 'n > 1', { name: 'integer' }],
      ['BOOLEAN', 'n > 1', { name: 'boolean' }],
      ['REAL', 'n', { name: 'double precision' }],
      ['TEXT', "t || ' ' || n", text],
      ['TEXT', 'upper(substr(t, 1, 1)) || lower(substr(t, 2))', text],
    ];
    const types = new Map([
      ['n', { name: 'n', type: { name: 'integer' } as const }],
      ['t', { name: 't', type: text }],
      ['at', { name: 'at', type: { name: 'timestamp' } as const }],
    ]);
    const sqlite = new Database(':memory:');
    const there = generated.map(([declared, sql], at) => `g${at} ${declared} AS (${sql})`);
    sqlite.exec(`CREATE TABLE made (n INTEGER, t TEXT, at TIMESTAMP, ${there.join(', ')})`);
    const here = await Promise.all(
      generated.map(async ([, sql, type], at) => {
        const translation = await translateGenerated(sql, types, type);
        const carried = translation.kind === 'carried' ? translation.sql : translation.reason;
        return `g${at} ${type.name} GENERATED ALWAYS AS (${carried}) STORED`;
      }),
    );
    await database.client.query(`CREATE TABLE made (n integer, t text, at timestamp, ${here.join(', ')})`);
    for (const row of [
      [1, 'sara', '2026-03-01 07:05:09'],
      [-4, 'ÉCOLE', '1999-12-31 23:59:59'],
      [null, '', null],
      [7, null, '2024-02-29 00:00:00'],
    ]) {
      sqlite.prepare('INSERT INTO made VALUES (?, ?, ?)').run(...row);
      await database.client.query('INSERT INTO made VALUES ($1, $2, $3)', row);
    }
    const names = generated.map(([, , type], at) =>
      type.name === 'boolean' ? `g${at}::integer` : `g${at}::text`,
    );
    const cells = generated.map(([, , type], at) =>
      type.name === 'boolean'
        ? `g${at}`
        : `CAST(g${at} AS ${type.name === 'double precision' ? "INTEGER) || ''" : 'TEXT)'}`,
    );
    const stored = sqlite
      .prepare(`SELECT ${cells.join(', ')} FROM made`)
      .raw()
      .all();
    const computed = await database.client.query({
      text: `SELECT ${names.join(', ')} FROM made`,
      rowMode: 'array',
    });
    expect(computed.rows).toEqual(stored);
  });
});

/** Since 1970; a text without zone is UTC. */
function seconds(cell: unknown): number {
  const written = String(cell);
  if (/^[\d.]+$/.test(written)) return Number(written);
  return Date.parse(`${written.replace(' ', 'T').replace(/Z?$/, 'Z')}`) / 1000;
}
