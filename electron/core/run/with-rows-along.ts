import type { Finding } from '../../../shared/finding.ts';
import { type Memory, recall } from '../preflight/memory.ts';
import { type AlongInput, rowsAlong } from '../quarantine/rows-along.ts';
import { comparedAsText } from '../values/compared-as-text.ts';

/** The findings, each whose rows can be put aside with what would go along; what is known from before isn't read again. */
export async function withRowsAlong(
  input: AlongInput,
  memory: Memory,
  findings: readonly Finding[],
): Promise<Finding[]> {
  const parents = new Set(
    input.plan.tables.flatMap(({ foreignKeys }) => foreignKeys.map((key) => key.parentTable)),
  );
  const told: Finding[] = [];
  for (const finding of findings) {
    const { table, resolutions } = finding;
    const isAsked = table !== undefined && parents.has(table) && resolutions.includes('quarantine');
    const look = async () => ({ rows: await rowsAlong(input, finding) });
    const along = isAsked ? await recall(memory.along, questionOf(input, finding), look) : undefined;
    told.push(along?.rows === undefined ? finding : { ...finding, along: [...along.rows] });
  }
  return told;
}

/** The rows of the finding follow from how its table is read, those that go along from the references. */
function questionOf({ plan, assessed }: AlongInput, { code, table, column, facts }: Finding): unknown[] {
  const readings = assessed
    .find((one) => one.table.name === table)
    ?.columns.map((one) => [one.column.name, one.reading]);
  const references = plan.tables.flatMap(({ name, foreignKeys }) =>
    foreignKeys.map((key) => {
      const { columns, parentTable, parentColumns } = key;
      return [name, columns, parentTable, parentColumns, comparedAsText(assessed, name, key)];
    }),
  );
  return [code, table, column, facts?.['reason'], readings, references];
}
