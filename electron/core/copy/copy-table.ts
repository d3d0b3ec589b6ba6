import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { columnList, createTableSql, qualified } from '../postgres/ddl.ts';
import type { BadRowList } from '../source/row-filter.ts';
import { copiedColumns } from './copy-sql.ts';
import { type Line, type ReadInput, readCopyLines, readCopyText } from './read-lines.ts';

export interface CopyTarget {
  readonly client: pg.Client;
  readonly schema: string;
}

/**
 * Creates a table in the staging schema and fills it.
 *
 * The first try is one COPY in the transaction that creates the table, with FREEZE: the rows need no later
 * touch (PostgreSQL manual, COPY). When the server refuses a row, the table is filled again batch by batch,
 * and each refused batch is halved until the rows that the server refuses stand alone.
 *
 * @returns rows that the server refused and the list now holds
 */
export async function copyTable(
  target: CopyTarget,
  input: ReadInput,
  badRows: BadRowList,
  onRows: (rows: number) => void,
): Promise<number> {
  let copied = 0;
  try {
    await inTransaction(target, input, async () => {
      const text = Readable.from(
        (async function* () {
          for await (const { bytes, rows } of readCopyText(input)) {
            yield bytes;
            copied += rows;
            onRows(rows);
          }
        })(),
        { objectMode: true, highWaterMark: 1 },
      );
      await pipeline(text, target.client.query(copyFrom(copySql(target, input, 'FREEZE'))), {
        signal: input.signal,
      });
    });
    return 0;
  } catch (error) {
    if (!refusesData(error)) throw error;
    onRows(-copied);
    return await copyAroundRefusedRows(target, input, badRows, onRows);
  }
}

async function copyAroundRefusedRows(
  target: CopyTarget,
  input: ReadInput,
  badRows: BadRowList,
  onRows: (rows: number) => void,
): Promise<number> {
  let refused = 0;
  const refuse = (line: Line, reason: string) => {
    refused += badRows.addKey(input.assessed.table, line.key, reason);
  };
  await inTransaction(target, input, async () => {
    for await (const lines of readCopyLines(input)) {
      await copyBatch(target, input, lines, refuse);
      onRows(lines.length);
    }
  });
  return refused;
}

/** Copies the lines that the server takes; halves a refused batch until each refused line stands alone. */
async function copyBatch(
  target: CopyTarget,
  input: ReadInput,
  lines: readonly Line[],
  refuse: (line: Line, reason: string) => void,
): Promise<void> {
  const [first] = lines;
  if (!first) return;
  const { client } = target;
  await client.query('SAVEPOINT batch');
  try {
    const text = Readable.from(lines.map((line) => Buffer.from(`${line.text}\n`)));
    await pipeline(text, client.query(copyFrom(copySql(target, input))), { signal: input.signal });
    await client.query('RELEASE SAVEPOINT batch');
  } catch (error) {
    if (!refusesData(error)) throw error;
    await client.query('ROLLBACK TO SAVEPOINT batch');
    if (lines.length === 1) {
      refuse(first, `refused by the server: ${error.message}`);
      return;
    }
    const middle = Math.ceil(lines.length / 2);
    await copyBatch(target, input, lines.slice(0, middle), refuse);
    await copyBatch(target, input, lines.slice(middle), refuse);
  }
}

async function inTransaction(target: CopyTarget, input: ReadInput, fill: () => Promise<void>): Promise<void> {
  const { client, schema } = target;
  await client.query('BEGIN');
  try {
    // There already when a refused row left orphans and the table is filled once more.
    await client.query(`DROP TABLE IF EXISTS ${qualified(schema, input.planned.name)}`);
    await client.query(createTableSql(schema, input.planned));
    await fill();
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch((rollbackError: unknown) => {
      throw new AggregateError([error, rollbackError], String(error), { cause: error });
    });
    throw error;
  }
}

function copySql({ schema }: CopyTarget, { planned }: ReadInput, option?: 'FREEZE'): string {
  const columns = columnList(copiedColumns(planned));
  return `COPY ${qualified(schema, planned.name)} (${columns}) FROM STDIN${option ? ` WITH (${option})` : ''}`;
}

/** Data exceptions, violated constraints and rows too large: faults of a row, not of the connection. */
function refusesData(error: unknown): error is pg.DatabaseError {
  return error instanceof pg.DatabaseError && /^(?:22|23|54)/.test(error.code ?? '');
}
