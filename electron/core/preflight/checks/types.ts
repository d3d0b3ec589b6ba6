import type { Finding, Sample } from '../../../../shared/finding.ts';
import type { SourceTable } from '../../../../shared/source.ts';
import { rowKeySql } from '../../source/blocks.ts';
import { quoteName } from '../../source/quote.ts';
import type { ScreenedColumn } from '../assess.ts';
import { type Check, type CheckInput, remark } from '../check.ts';
import { type Counted, recall } from '../memory.ts';

/** Columns whose content, and neither a key nor a person, asked for another type than their declaration means. */
export const types: Check = async (input) => {
  const findings: Finding[] = [];
  for (const { table, columns } of input.tables) {
    for (const column of columns) findings.push(...(await describe(input, table, column)));
  }
  return findings;
};

async function describe(input: CheckInput, table: SourceTable, assessed: ScreenedColumn): Promise<Finding[]> {
  if (assessed.asked !== 'by the file') return [];
  const { column, screened, survey, reading } = assessed;
  const { declared } = screened;
  const { type } = reading;
  const of = { table: table.name, column: column.name, ...refusedValues(assessed) };
  const where = `${table.name}.${column.name}`;
  if (declared.kind === 'varchar' && type.name === 'text') {
    return [
      remark({
        ...of,
        code: 'longer-than-declared',
        severity: 'warning',
        facts: { length: declared.length },
        sentence: `${where} is declared for ${declared.length} characters but holds longer texts; it becomes text without a limit, so that nothing is cut.`,
      }),
    ];
  }
  if (declared.kind === 'decimal' && type.name !== 'decimal') {
    return [
      remark({
        ...of,
        code: 'finer-than-declared',
        severity: 'warning',
        facts: { precision: declared.precision },
        sentence: `${where} holds numbers finer or larger than its declared ${declared.precision} digits; it becomes a number without a limit, so that nothing is rounded.`,
      }),
    ];
  }
  if (
    declared.kind === 'integer' &&
    type.name === 'bigint' &&
    !table.primaryKey?.columns.includes(column.name)
  ) {
    const large = (screened.max ?? 0n) > 2n ** 31n - 1n || (screened.min ?? 0n) < -(2n ** 31n);
    return large
      ? [
          remark({
            ...of,
            code: 'integer-beyond-int4',
            severity: 'note',
            ...(await numbersBeyondInt4(input, table, column.name)),
            sentence: `${where} holds numbers beyond 2,147,483,647; it becomes bigint, which has room.`,
          }),
        ]
      : [];
  }
  const fine = survey?.notations.get('finer than microseconds') ?? 0;
  if ((declared.kind === 'timestamp' || declared.kind === 'date') && type.name === 'text' && fine > 0) {
    return [
      remark({
        ...of,
        code: 'finer-than-microseconds',
        severity: 'warning',
        count: fine,
        samples: [...(survey?.notationSamples.get('finer than microseconds') ?? [])],
        facts: { declaredType: column.declaredType },
        sentence: `${where} has times finer than a millionth of a second, which is all that PostgreSQL keeps; it becomes text, which keeps every digit.`,
      }),
    ];
  }
  const usual = usualTypes[declared.kind];
  if (usual !== undefined && !usual.has(type.name)) {
    return [
      remark({
        ...of,
        code: 'type-by-content',
        severity: 'warning',
        facts: { declaredType: column.declaredType, type: type.name },
        sentence: `${where} is declared ${column.declaredType} but holds ${declared.kind === 'json' ? 'something else, or JSON of which PostgreSQL\u2019s own type would keep less' : 'something else'}; it becomes ${type.name}, which keeps every value.`,
      }),
    ];
  }
  if (declared.kind === 'none' && survey && survey.texts > 0 && survey.integers + survey.reals > 0) {
    return [
      remark({
        ...of,
        code: 'mixed-storage',
        severity: 'warning',
        sentence: `${where} holds numbers and texts side by side; all become texts, and 1 and '1' can no longer be told apart.`,
      }),
    ];
  }
  if (declared.kind === 'boolean' && survey && survey.texts > 0) {
    return [
      remark({
        ...of,
        code: 'boolean-words',
        severity: 'note',
        sentence: `${where} says yes and no in several spellings; they become true and false.`,
      }),
    ];
  }
  return [];
}

/** The values that the declared type would have refused; all, where the type is another for other reasons. */
function refusedValues({ screened, refused = [] }: ScreenedColumn): Pick<Finding, 'count' | 'samples'> {
  if (refused.length === 0) return { count: screened.nonNull, samples: [] };
  return {
    count: refused.reduce((sum, { count }) => sum + count, 0),
    samples: refused.flatMap(({ samples }) => samples).slice(0, 5),
  };
}

async function numbersBeyondInt4(
  { db, memory }: CheckInput,
  table: SourceTable,
  column: string,
): Promise<Counted> {
  const name = quoteName(column);
  const from = `FROM ${quoteName(table.name)} WHERE typeof(${name}) = 'integer' AND ${name} NOT BETWEEN -2147483648 AND 2147483647`;
  return await recall(memory.counts, ['integer-beyond-int4', table.name, column], () => ({
    count: db.prepare<[], number>(`SELECT count(*) ${from}`).pluck().get() ?? 0,
    samples: db
      .prepare<[], Sample>(
        `SELECT CAST(${rowKeySql(table)} AS TEXT) AS key, CAST(${name} AS TEXT) AS value ${from} LIMIT 5`,
      )
      .all(),
  }));
}

const usualTypes: Partial<Record<ScreenedColumn['screened']['declared']['kind'], ReadonlySet<string>>> = {
  integer: new Set(['integer', 'bigint', 'smallint']),
  real: new Set(['double precision']),
  boolean: new Set(['boolean']),
  text: new Set(['text', 'varchar']),
  blob: new Set(['bytea']),
  date: new Set(['date']),
  timestamp: new Set(['timestamp', 'timestamptz']),
  time: new Set(['time']),
  json: new Set(['jsonb']),
  uuid: new Set(['uuid']),
};
