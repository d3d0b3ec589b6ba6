import { refuse } from './translation.ts';
import type { Value } from './value.ts';

export function required(of: Value | undefined): Value {
  return of ?? refuse('It calls a function with too few arguments.');
}

/** The only argument: `more` are those that the function doesn't take. */
export function one(of: Value | undefined, more: readonly Value[]): Value {
  if (more.length > 0) refuse('It calls a function with too many arguments.');
  return required(of);
}

/** The argument without the affinity of a column, which functions don't heed. */
export function plain(of: Value): Value {
  return { ...of, affinity: 'none' };
}

export function mixedLike(of: Value): Partial<Value> {
  return of.mixed ? { mixed: true } : {};
}
