import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { columnList, createTableSql, qualified } from '../postgres/ddl.ts';
import type { BadRowList } from '../source/row-filter.ts';
import { copiedColumns } from './copy-sql.ts';
import { NeedsText, readCopyBinary } from './read-binary.ts';
import { type CopyBlock, type Line, type ReadInput, readCopyLines, readCopyText } from './read-lines.ts';

export interface CopyTarget {
  readonly client: pg.Client;
  readonly schema: string;
}

/**
 * Creates a table in the staging schema and fills it.
 *
 * It is one COPY in the transaction that creates the table, with FREEZE: the rows need no later touch (PostgreSQL
 * manual, COPY); in the binary format where the stored values allow it. When the server refuses a row, the table is
 * filled again batch by batch, and each refused batch is halved until the rows that the server refuses stand alone.
 *
 * @returns rows that the server refused and the list now holds
 */
export async function copyTable(
  target: CopyTarget,
  input: ReadInput,
  badRows: BadRowList,
  onRows: (rows: number) => void,
): Promise<number> {
  const binary = readCopyBinary(input);
  let outcome: Outcome = 'needs text';
  if (binary) outcome = await outcomeOf(copyWhole(target, input, binary, 'FREEZE, FORMAT binary', onRows));
  if (outcome === 'needs text') {
    outcome = await outcomeOf(copyWhole(target, input, readCopyText(input), 'FREEZE', onRows));
  }
  return outcome === 'taken' ? 0 : await copyAroundRefusedRows(target, input, badRows, onRows);
}

/** What came of a copy: a value may be one that only the text form takes, or a row one that the server doesn't. */
type Outcome = 'taken' | 'needs text' | 'refused';

async function outcomeOf(copy: Promise<void>): Promise<Outcome> {
  try {
    await copy;
    return 'taken';
  } catch (error) {
    if (error instanceof NeedsText) return 'needs text';
    if (refusesData(error)) return 'refused';
    throw error;
  }
}

async function copyWhole(
  target: CopyTarget,
  input: ReadInput,
  blocks: AsyncIterable<CopyBlock>,
  options: string,
  onRows: (rows: number) => void,
): Promise<void> {
  let copied = 0;
  const bytes = async function* () {
    for await (const block of blocks) {
      yield block.bytes;
      copied += block.rows;
      onRows(block.rows);
    }
  };
  try {
    await inTransaction(target, input, async () => {
      const readable = Readable.from(bytes(), { objectMode: true, highWaterMark: 1 });
      const writable = target.client.query(copyFrom(copySql(target, input, options)));
      await pipeline(readable, writable, { signal: input.signal });
    });
  } catch (error) {
    onRows(-copied);
    throw error;
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

function copySql({ schema }: CopyTarget, { planned }: ReadInput, options?: string): string {
  const columns = columnList(copiedColumns(planned));
  return `COPY ${qualified(schema, planned.name)} (${columns}) FROM STDIN${options ? ` WITH (${options})` : ''}`;
}

/** Data exceptions, violated constraints and rows too large: faults of a row, not of the connection. */
function refusesData(error: unknown): error is pg.DatabaseError {
  return error instanceof pg.DatabaseError && /^(?:22|23|54)/.test(error.code ?? '');
}
