import type { StageContext } from '../../../../shared/progress.ts';
import type { ScratchContext } from '../../postgres/scratch-schema.ts';

/** For work that may make copies: remembers the schemas of those that could not be removed. */
export function rememberLeftover(stage: StageContext): {
  readonly context: ScratchContext;
  readonly leftover: () => string[];
} {
  let leftover: readonly string[] = [];
  const context: ScratchContext = {
    ...stage,
    onLeftover: (schemas) => {
      leftover = schemas;
    },
  };
  return { context, leftover: () => [...leftover] };
}

/** For work of which the first half is a copy, and the other what is tried on it. */
export function inHalves(context: ScratchContext): {
  readonly copying: ScratchContext;
  /** @param share of what is tried, from 0 to 1 */
  readonly trying: (share: number, table?: string) => void;
} {
  return {
    copying: {
      ...context,
      advance: ({ done, total }) => context.advance({ done: total > 0 ? done / total / 2 : 0.5, total: 1 }),
    },
    trying: (share, table) =>
      context.advance({ done: (1 + share) / 2, total: 1, ...(table === undefined ? {} : { table }) }),
  };
}
