/** What people suffer when they leave SQLite, as far as it lives in a file. */
export const pains = [
  'identity',
  'orphans',
  'wrong type',
  'dates',
  'too long or too big',
  'broken text',
  'defaults',
  'lost on the way',
  'names',
  'WAL',
  'precision',
] as const;
export type Pain = (typeof pains)[number];

/** One planted pain: where, how many rows, in words. */
export interface Planted {
  readonly pain: Pain;
  readonly table: string;
  readonly column?: string;
  /** Rows concerned; 0 when it lies in the schema alone. */
  readonly rows: number;
  readonly sentence: string;
}
