import type { CatalogIndex, Part } from './catalog.ts';

/** Share of the rows from which on a partial index saves nothing worth having against one of all rows. */
const nearlyAll = 0.8;

/** What of an index matters to whether another one does its work; a wanted index has no entries yet. */
export type IndexShape = Pick<
  CatalogIndex,
  | 'table'
  | 'method'
  | 'unique'
  | 'nullsNotDistinct'
  | 'immediate'
  | 'parts'
  | 'included'
  | 'predicate'
  | 'parameters'
  | 'entries'
>;

/**
 * Whether `other` does all that `index` does: the same look-ups and orders, what it keeps unique, and its answers from
 * the index alone. Doubts count against it.
 */
export function doesTheWorkOf(other: IndexShape, index: IndexShape): boolean {
  return (
    other.table === index.table &&
    other.method === index.method &&
    servesParts(other, index) &&
    holdsRowsOf(other, index) &&
    holdsColumnsOf(other, index) &&
    (!index.unique || keepsUniqueWhat(other, index))
  );
}

/**
 * Which queries an index of several columns serves depends on its method (manual, "Multicolumn Indexes"): a B-tree by
 * its leading columns and in their order, GiST by its leading columns, GIN and BRIN by any of them.
 */
function servesParts(other: IndexShape, index: IndexShape): boolean {
  switch (index.method) {
    case 'btree':
      return isLeading(other, index) && inSameOrder(other.parts, index.parts);
    case 'gist':
      return isLeading(other, index) && sameParameters(other, index);
    case 'gin':
    case 'brin':
      return (
        index.parts.every((part) => other.parts.some((candidate) => servesSame(candidate, part))) &&
        sameParameters(other, index)
      );
    default:
      return (
        other.parts.length === index.parts.length && isLeading(other, index) && sameParameters(other, index)
      );
  }
}

function isLeading(other: IndexShape, index: IndexShape): boolean {
  return index.parts.every((part, place) => servesSame(other.parts[place], part));
}

function servesSame(candidate: Part | undefined, part: Part): boolean {
  return (
    candidate !== undefined &&
    candidate.sql === part.sql &&
    candidate.operators === part.operators &&
    candidate.collation === part.collation
  );
}

/** A B-tree is read in both directions, so that an order and its exact reverse are one. */
function inSameOrder(others: readonly Part[], parts: readonly Part[]): boolean {
  const agree = (reversed: boolean) =>
    parts.every((part, place) => {
      const other = others[place];
      if (other === undefined) return false;
      const sameNulls = part.notNull || (other.nullsFirst !== part.nullsFirst) === reversed;
      return (other.descending !== part.descending) === reversed && sameNulls;
    });
  return agree(false) || agree(true);
}

/** Pages per range, for one, make BRIN indexes over the same columns different things. */
function sameParameters(other: IndexShape, index: IndexShape): boolean {
  return JSON.stringify(other.parameters) === JSON.stringify(index.parameters);
}

/**
 * A partial index is small on purpose: one of all rows replaces it only where it holds nearly all of them itself.
 */
function holdsRowsOf(other: IndexShape, index: IndexShape): boolean {
  if (other.predicate === index.predicate) return true;
  if (other.predicate !== undefined || index.predicate === undefined) return false;
  const { entries = 0 } = index;
  return entries > 0 && other.entries !== undefined && entries >= nearlyAll * other.entries;
}

/**
 * Whether it answers by itself what the other one does. What was included can always be had back, a key only where the
 * method keeps it as it was: a B-tree does, GiST and SP-GiST by the operator class (manual, "Index-Only Scans").
 */
function holdsColumnsOf(other: IndexShape, index: IndexShape): boolean {
  const held = columnsHeld(other);
  return columnsHeld(index).every((column) => held.includes(column));
}

function columnsHeld({ parts, included }: IndexShape): string[] {
  return [...parts.flatMap(({ column, returnable }) => (returnable ? (column ?? []) : [])), ...included];
}

/** Neither fewer nor more columns, since either would let other doubles in or keep others out. */
function keepsUniqueWhat(other: IndexShape, index: IndexShape): boolean {
  return (
    other.unique &&
    other.parts.length === index.parts.length &&
    other.predicate === index.predicate &&
    (other.nullsNotDistinct === index.nullsNotDistinct || index.parts.every(({ notNull }) => notNull)) &&
    (other.immediate || !index.immediate)
  );
}
