import type { Database } from 'better-sqlite3';
import type { Finding, Sample } from '../../../../shared/finding.ts';
import type { SourceTable } from '../../../../shared/source.ts';
import { largestRow } from '../../source/block-size.ts';
import { rowKeySql } from '../../source/blocks.ts';
import { quoteName } from '../../source/quote.ts';
import { type Check, remark } from '../check.ts';
import { type Counted, recall } from '../memory.ts';

/** Characters of the longest text that SQLite hands to JavaScript: a row is written as one, its bytes in two each. */
const longestText = 0x1fffffe8;
/** Left for what separates the values. */
const margin = 2 ** 20;

/** Rows that can't be written as one line of text. */
export const largeRows: Check = async ({ db, source, memory }) => {
  const findings: Finding[] = [];
  for (const table of source.tables) {
    const seen = await recall(memory.counts, ['row-too-large', table.name], () => countLarge(db, table));
    if (seen.count > 0) findings.push(describe(table.name, seen));
  }
  return findings;
};

function countLarge(db: Database, table: SourceTable): Counted {
  if (table.kind !== 'table' || largestRow(db, table.name) <= longestText / 2 - margin) {
    return { count: 0, samples: [] };
  }
  const sizes = table.columns
    .map(({ name }) => quoteName(name))
    .map((name) => `iif(typeof(${name}) = 'blob', 2, 1) * ifnull(octet_length(${name}), 0)`);
  const samples = db
    .prepare<[number], Sample>(
      `SELECT CAST(${rowKeySql(table)} AS TEXT) AS key, ((${sizes.join(' + ')}) / 1000000) || ' MB as text' AS value
         FROM ${quoteName(table.name)} WHERE ${sizes.join(' + ')} > ?`,
    )
    .all(longestText - margin);
  return { count: samples.length, samples: samples.slice(0, 5) };
}

function describe(table: string, { count, samples }: Counted): Finding {
  return remark({
    code: 'row-too-large',
    severity: 'blocker',
    table,
    count,
    samples,
    sentence:
      `${count === 1 ? 'One row' : `${count} rows`} of ${table} ${count === 1 ? 'holds' : 'hold'} more than Rollcall can move at once ` +
      '(some 250 MB of raw bytes, or 500 MB of text); keep such contents in files beside the database and take them out of the source first.',
  });
}
