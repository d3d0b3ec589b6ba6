import type { Planted } from './pains.ts';

/**
 * How a pain gets into the file: `values` are SQL expressions, each put into `column` of another row;
 * `statements` add or change rows; with neither, the pain lies in the schema.
 */
export interface Plant extends Omit<Planted, 'rows'> {
  readonly values?: readonly string[];
  readonly statements?: readonly string[];
}
