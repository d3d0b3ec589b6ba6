import type { Finding, RowsAlong } from '../../../shared/finding.ts';
import type { Screened } from './screened.ts';
import type { Survey } from './survey.ts';
import type { Tried } from './trial.ts';

/** Rows that a check saw, with a few of them. */
export type Counted = Pick<Finding, 'count' | 'samples'>;

/**
 * What was read of a snapshot, by what was asked. A snapshot doesn't change, so the same question has the same answer,
 * and a look after a change of one column's type reads that column only. Plain data: it goes from thread to thread.
 */
export interface Memory {
  readonly screened: Map<string, Screened[]>;
  readonly surveys: Map<string, Survey>;
  readonly trials: Map<string, Tried>;
  readonly counts: Map<string, Counted>;
  /** What goes into quarantine with the rows of a finding, where that could be told. */
  readonly along: Map<string, { readonly rows: readonly RowsAlong[] | undefined }>;
}

export function newMemory(): Memory {
  return { screened: new Map(), surveys: new Map(), trials: new Map(), counts: new Map(), along: new Map() };
}

export function knows(known: ReadonlyMap<string, unknown>, question: readonly unknown[]): boolean {
  return known.has(JSON.stringify(question));
}

/** @param question all that the answer depends on besides the snapshot */
export async function recall<Answer>(
  known: Map<string, Answer>,
  question: readonly unknown[],
  look: () => Answer | Promise<Answer>,
): Promise<Answer> {
  const asked = JSON.stringify(question);
  const answer = known.get(asked) ?? (await look());
  known.set(asked, answer);
  return answer;
}
