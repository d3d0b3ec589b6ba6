import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { QuarantineEntry } from '../../../shared/run.ts';
import { csvHeader, csvLine } from './quarantine-csv.ts';

/** RFC 4180, section 2, read literally: an independent reader of what csvLine writes. */
function parseCsv(text: string): string[][] {
  const records: string[][] = [[]];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    if (quoted) {
      if (c !== '"') cell += c;
      else if (text.charAt(i + 1) === '"') {
        cell += '"';
        i++;
      } else quoted = false;
    } else if (c === '"' && cell === '') quoted = true;
    else if (c === ',' || (c === '\r' && text.charAt(i + 1) === '\n')) {
      records.at(-1)?.push(cell);
      cell = '';
      if (c === '\r') {
        records.push([]);
        i++;
      }
    } else cell += c;
  }
  return records.slice(0, -1);
}

const decode = (cell: string): unknown => (cell.startsWith('"') ? JSON.parse(cell) : cell);

const nasty = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('=1+1', ' =1+1', '@x', '-5', '+1', '"', '"x', '\t=1', 'a;=1', '', 'a\r\nb', 'فاطمة', '＝1'),
);
const entries = fc.record(
  {
    table: nasty,
    key: nasty,
    column: nasty,
    reason: nasty,
    action: fc.constantFrom('quarantined' as const, 'set null' as const),
    row: fc.dictionary(nasty, fc.oneof(nasty, fc.integer(), fc.constant(null))),
  },
  { noNullPrototype: true },
);

test('every entry comes back exactly', () => {
  fc.assert(
    fc.property(fc.array(entries), (list) => {
      const records = parseCsv(csvHeader + list.map(csvLine).join(''));
      expect(records[0]).toEqual(['\u{feff}table', 'key', 'column', 'reason', 'action', 'row']);
      const read = records.slice(1).map(([table, key, column, reason, action, row]) => ({
        table: decode(table ?? ''),
        key: decode(key ?? ''),
        column: decode(column ?? ''),
        reason: decode(reason ?? ''),
        action: decode(action ?? ''),
        row: JSON.stringify(JSON.parse(row ?? '')),
      }));
      expect(read).toEqual(list.map((entry) => ({ ...entry, row: JSON.stringify(entry.row) })));
    }),
  );
});

test('no cell begins as a formula, whether lines are split at commas, semicolons or tabs', () => {
  fc.assert(
    fc.property(entries, (entry) => {
      const line = csvLine(entry);
      for (const cell of parseCsv(line).flat()) expect(cell).not.toMatch(/^\s*[=+\-@＝＋－＠]/);
      expect(line).not.toContain(';');
      for (const cell of line.split('\t').slice(1)) expect(cell).not.toMatch(/^\s*"*[=+\-@]/);
    }),
  );
});

test('an entry of the whole row has an empty column', () => {
  const entry: QuarantineEntry = {
    table: 'student',
    key: 'id=7',
    reason: 'no such class',
    action: 'quarantined',
    row: { id: 7, name: 'Al "Sam", jr' },
  };
  expect(csvLine(entry)).toBe(
    'student,id=7,,no such class,quarantined,"{""id"":7,""name"":""Al \\""Sam\\"", jr""}"\r\n',
  );
});
