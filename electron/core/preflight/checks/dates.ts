import type { Finding } from '../../../../shared/finding.ts';
import type { MomentNotation } from '../../values/moment.ts';
import type { ScreenedColumn } from '../assess.ts';
import { type Check, remark } from '../check.ts';

const moments = new Set(['date', 'timestamp', 'timestamptz']);
const isoNotations = new Set<MomentNotation>([
  'iso date',
  'iso timestamp',
  'iso timestamp with offset',
  'finer than microseconds',
]);

/** Dates that are kept in more than one notation, as counted seconds, or in part with a zone. */
export const dates: Check = ({ tables, timezone }) =>
  tables.flatMap(({ table, columns }) =>
    columns
      .filter(({ reading }) => moments.has(reading.type.name))
      .flatMap((column) => describe(table.name, column, timezone)),
  );

function describe(
  table: string,
  { column, survey, reading }: ScreenedColumn,
  timezone: string | undefined,
): Finding[] {
  if (!survey) return [];
  const { notations, notationSamples } = survey;
  const of = { table, column: column.name };
  const where = `${table}.${column.name}`;
  const foreign = [...notations].filter(([notation]) => !isoNotations.has(notation));
  const findings: Finding[] = [];
  if (foreign.length > 0) {
    const kinds = foreign.map(([notation, count]) => `${count} as ${notation}`).join(', ');
    findings.push(
      remark({
        ...of,
        code: 'date-notation',
        severity: 'warning',
        count: foreign.reduce((sum, [, count]) => sum + count, 0),
        samples: foreign.flatMap(([notation]) => notationSamples.get(notation) ?? []).slice(0, 5),
        facts: {
          notations: foreign.map(([notation]) => notation),
          counts: foreign.map(([, count]) => String(count)),
          ...(reading.dateOrder === undefined ? {} : { order: reading.dateOrder }),
        },
        sentence: `${where} writes dates in its own way (${kinds}); they are read as ${reading.dateOrder ?? 'what they plainly say'}, counted ones in UTC.`,
      }),
    );
  }
  const naive = notations.get('iso timestamp') ?? 0;
  if (reading.type.name === 'timestamptz' && naive > 0) {
    findings.push(
      remark({
        ...of,
        code: 'zone-assumed',
        severity: 'warning',
        count: naive,
        samples: [...(notationSamples.get('iso timestamp') ?? [])],
        facts: { timezone: timezone ?? 'UTC' },
        sentence: `${where} has times without a zone beside times with one; they are read as ${timezone ?? 'UTC'}.`,
      }),
    );
  }
  return findings;
}
