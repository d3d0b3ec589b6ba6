import fc from 'fast-check';
import type pg from 'pg';
import { describe, expect, test } from 'vitest';
import type { TargetType } from '../../../shared/plan.ts';
import { freshDatabase, servers } from '../../testing/postgres.ts';
import { connect } from '../postgres/connect.ts';
import { canonicalFor } from './canonical.ts';
import { escapeField, splitLine } from './copy-text.ts';
import { isSameValue } from './same-value.ts';
import { TargetLines, withTargetLines } from './target-lines.ts';
import { column, table } from './testing/sides.ts';

const signal = new AbortController().signal;

/** What the server prints after it has read each text as a value of the type. */
async function serverTexts(client: pg.Client, type: TargetType, texts: readonly string[]) {
  await client.query(`DROP TABLE IF EXISTS t; CREATE TABLE t(id bigint, v ${type.name})`);
  await client.query(
    `INSERT INTO t SELECT id, v::${type.name} FROM unnest($1::text[]) WITH ORDINALITY AS given (v, id)`,
    [texts],
  );
  const planned = table('t', [], [column('id', { name: 'bigint' }), column('v', type)]);
  const key = [{ index: 0, name: 'id', kind: 'integer' as const }];
  return withTargetLines(client, 'public', planned, key, signal, async (lines) => {
    const found: (string | null | undefined)[] = [];
    for (let line = await lines.peekLine(); line !== undefined; line = await lines.peekLine()) {
      found.push(splitLine(line)[1]);
      lines.take(line.length);
    }
    return found;
  });
}

describe.each(servers())('PostgreSQL $version prints', (server) => {
  test('every float the way it is expected', async () => {
    await using database = await freshDatabase(server);
    const edges = [
      0,
      -0,
      1e14,
      1e15,
      999999999999999,
      0.0001,
      0.00009999,
      5e-324,
      1.7976931348623157e308,
      0.1 + 0.2,
    ];
    const marks = Array.from({ length: 4000 }, (_, hundredths) => hundredths / 100);
    const anything = fc.sample(fc.double({ noNaN: true }), 5000);
    const cells = [...edges, ...marks, ...anything];
    const type: TargetType = { name: 'double precision' };
    const expected = cells.map(canonicalFor(column('v', type), undefined));
    const found = await serverTexts(database.client, type, expected.map(String));
    const same = expected.map((text, place) => text === found[place]);
    expect(same.slice(0, edges.length + marks.length)).not.toContain(false);
    expect(same.filter((equal) => !equal).length).toBeLessThan(anything.length / 100);
    const values = expected.map((text, place) => isSameValue(type, null, String(text), String(found[place])));
    expect(values).not.toContain(false);
  });

  test('every decimal number the way it is expected', async () => {
    await using database = await freshDatabase(server);
    const number = fc.stringMatching(/^-?(0|[1-9]\d{0,25})(\.\d{1,20})?([eE][+-]?\d{1,2})?$/);
    const given = ['-0', '0.00', '-0.0', '007.10', '.5', '5.', '1E+3', '1e-3', ...fc.sample(number, 3000)];
    const read = canonicalFor(column('v', { name: 'numeric' }), undefined);
    expect(given.map(read)).toEqual(await serverTexts(database.client, { name: 'numeric' }, given));
  });

  test('every JSON the way it is expected', async () => {
    await using database = await freshDatabase(server);
    // jsonb takes no NUL (PostgreSQL manual, 8.14 "JSON Types").
    const json = fc.json({ stringUnit: 'grapheme' }).filter((text) => !text.includes('\\u0000'));
    const given = [
      '{"b":1,"a":2,"aa":3,"é":4,"b":5}',
      '{"":0, "10":1, "9":2}',
      '[1.10, 1e2, -0, -0.0, 1E-7, 123456789012345678901234567890]',
      '"\\u001f\\u007f\\b\\f\\n\\r\\t\\"\\\\\\/\\ud83d\\ude00\u2028"',
      ' [ ] ',
      '{"__proto__": {"a": 1}}',
      ...fc.sample(json, 2000),
    ];
    const read = canonicalFor(column('v', { name: 'jsonb' }), undefined);
    expect(given.map(read)).toEqual(await serverTexts(database.client, { name: 'jsonb' }, given));
  });

  test('any text with the escapes that are expected', async () => {
    await using database = await freshDatabase(server);
    const text = fc.string({ unit: 'binary' }).filter((value) => !value.includes('\0'));
    const controls = Array.from({ length: 127 }, (_, code) => `a${String.fromCharCode(code + 1)}b`);
    const given = ['', '\\N', '\\.', '\\\\n', ...controls, ...fc.sample(text, 2000)];
    expect(await serverTexts(database.client, { name: 'text' }, given)).toEqual(given);
    const { rows } = await database.client.query('SELECT 1');
    expect(rows).toHaveLength(1);
  });

  test.each(['Asia/Qatar', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Casablanca', 'Asia/Kathmandu'])(
    'clock readings in %s as the instants that are expected',
    async (zone) => {
      await using database = await freshDatabase(server);
      await using client = await sessionIn(database.target, zone);
      const around = [
        ...['2025-03-09', '2025-11-02', '2024-10-06', '2025-04-06', '2025-02-23'],
        ...['1970-01-01', '2000-02-29', '2025-09-07'],
      ];
      const given = around.flatMap((day) =>
        Array.from({ length: 96 }, (_, quarter) => {
          const minutes = quarter * 15 + (quarter % 7);
          const hour = String(Math.floor(minutes / 60)).padStart(2, '0');
          return `${day} ${hour}:${String(minutes % 60).padStart(2, '0')}:09.5`;
        }),
      );
      const read = canonicalFor(column('v', { name: 'timestamptz' }), zone);
      const { rows } = await client.session.query<{ instant: string }>(
        `SELECT (v::timestamptz AT TIME ZONE 'UTC')::text || '+00' AS instant
         FROM unnest($1::text[]) WITH ORDINALITY AS given (v, id) ORDER BY id`,
        [given],
      );
      expect(given.map(read)).toEqual(rows.map(({ instant }) => instant));
    },
  );
});

async function sessionIn(target: Parameters<typeof connect>[0], zone: string) {
  const session = await connect(target);
  await session.query("SELECT set_config('TimeZone', $1, false)", [zone]);
  return { session, [Symbol.asyncDispose]: () => session.end() };
}

test('lines are found wherever the chunks break', async () => {
  const whole = ['a\tb', '', 'ü'.repeat(300), escapeField('x\ny')].map((line) => `${line}\n`).join('');
  for (const size of [1, 2, 3, 7, 100, 10_000]) {
    const lines = new TargetLines(chunksOf(Buffer.from(whole), size));
    const found: string[] = [];
    for (let line = await lines.peekLine(); line !== undefined; line = await lines.peekLine()) {
      expect(await lines.peek(line.length)).toEqual(line);
      found.push(line.toString());
      lines.take(line.length);
    }
    expect(found.join('')).toBe(whole);
    expect(found).toHaveLength(4);
  }
});

async function* chunksOf(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let place = 0; place < bytes.length; place += size) yield bytes.subarray(place, place + size);
}
