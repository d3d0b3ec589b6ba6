import { quoteName } from '../source/quote.ts';

/** A node of PostgreSQL's parse tree, as libpg-query gives it. */
export type Node = Readonly<Record<string, unknown>>;

/** Every object of a parse tree, the outer ones first. */
export function* nodesOf(tree: unknown): Generator<Node> {
  if (Array.isArray(tree)) for (const one of tree) yield* nodesOf(one);
  else if (typeof tree === 'object' && tree !== null) {
    yield { ...tree };
    for (const one of Object.values(tree)) yield* nodesOf(one);
  }
}

/** The tables that a statement mentions, as SQL writes them: quoted, and by their schema where it says one. */
export function relationPathsOf(tree: unknown): string[] {
  return [...nodesOf(tree)].flatMap(({ schemaname, relname }) =>
    typeof relname === 'string'
      ? [(typeof schemaname === 'string' ? [schemaname, relname] : [relname]).map(quoteName).join('.')]
      : [],
  );
}

/** Names of the tables that a statement mentions; those of its own WITH may be among them. */
export function relationsOf(tree: unknown): string[] {
  return [...nodesOf(tree)].flatMap(({ relname }) => (typeof relname === 'string' ? [relname] : []));
}
