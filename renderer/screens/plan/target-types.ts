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

/** Types that a column may be given: the one it has first, then those without parameters, and usual ones with. */
export function typesToChoose(now: TargetType, made: TargetType | undefined): TargetType[] {
  const offered: TargetType[] = [
    now,
    ...(made === undefined ? [] : [made]),
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
