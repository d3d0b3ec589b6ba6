import type { TargetType } from '../../../shared/plan.ts';

/** A type as PostgreSQL writes it. */
export function typeText(type: TargetType): string {
  switch (type.name) {
    case 'decimal':
      return `decimal(${type.precision}, ${type.scale})`;
    case 'varchar':
      return `varchar(${type.length})`;
    default:
      return type.name;
  }
}

const plain = [
  'text',
  'integer',
  'bigint',
  'smallint',
  'numeric',
  'double precision',
  'boolean',
  'date',
  'time',
  'timestamp',
  'timestamptz',
  'jsonb',
  'uuid',
  'bytea',
] as const;

/** Types that a column may be given: the one it has first, the declared one, those without parameters, usual ones. */
export function typesToChoose(now: TargetType, declared: string): TargetType[] {
  const offered: TargetType[] = [
    now,
    ...withParameters(declared),
    ...plain.map((name) => ({ name })),
    { name: 'varchar', length: 255 },
    { name: 'decimal', precision: 10, scale: 2 },
  ];
  const seen = new Set<string>();
  return offered.filter((type) => {
    const text = typeText(type);
    return seen.has(text) ? false : seen.add(text);
  });
}

/** The length or the digits that the file declares, such as those of VARCHAR(120) and NUMERIC(8, 2). */
function withParameters(declared: string): TargetType[] {
  const { name, first, second } =
    /^(?<name>[a-z ]+)\(\s*(?<first>\d+)\s*(?:,\s*(?<second>\d+)\s*)?\)$/i.exec(declared)?.groups ?? {};
  const size = Number(first);
  if (name === undefined || !(size >= 1)) return [];
  if (/char|text/i.test(name) && size <= 10_485_760) return [{ name: 'varchar', length: size }];
  if (/dec|num/i.test(name) && size <= 1000)
    return [{ name: 'decimal', precision: size, scale: Number(second ?? 0) }];
  return [];
}
