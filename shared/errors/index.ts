import { z } from 'zod';
import { Facts, knownFacts } from '../facts.ts';
import type { Explanation } from './catalogue.ts';
import { consoleErrors } from './console.ts';
import { embeddedErrors } from './embedded.ts';
import { indexErrors } from './indexes.ts';
import { runErrors } from './run.ts';
import { sourceErrors } from './source.ts';
import { targetErrors } from './target.ts';
import { usageErrors } from './usage.ts';

const catalogue = {
  ...sourceErrors,
  ...targetErrors,
  ...embeddedErrors,
  ...runErrors,
  ...indexErrors,
  ...usageErrors,
  ...consoleErrors,
} as const;

type Catalogue = typeof catalogue;
export type ErrorCode = keyof Catalogue;

/** All codes, for whoever has to have a word for each. */
export const errorCodes = Object.keys(catalogue) as readonly ErrorCode[];

/** What an error needs to be explained: the argument of its catalogue entry. */
export type ErrorFacts<Code extends ErrorCode> = Parameters<Catalogue[Code]>[0];

/** An error as it crosses a border: to the window, into JSON, into a report. */
export const ErrorReport = z.strictObject({
  code: z.string(),
  what: z.string(),
  todo: z.string(),
  /** The original words of the system that failed (driver, server, SQLite), without secrets. */
  detail: z.string().optional(),
  /** What the sentences mention; absent when they mention nothing. */
  facts: Facts.optional(),
});
export type ErrorReport = z.infer<typeof ErrorReport>;

/** The only error that a stage throws on purpose: a code and two sentences. */
export class RollcallError extends Error {
  override readonly name = 'RollcallError';
  readonly code: ErrorCode;
  readonly what: string;
  readonly todo: string;
  readonly facts: Facts;

  constructor(code: ErrorCode, { what, todo }: Explanation, facts: Facts, cause?: unknown) {
    super(`${what} ${todo}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.what = what;
    this.todo = todo;
    this.facts = facts;
  }
}

/**
 * Makes the error for `code` with the sentences of the catalogue.
 *
 * @param facts what the sentences mention; see the entry of the code
 * @param cause the error underneath, kept as `cause` and shown as `detail`
 */
export function rollcallError<Code extends ErrorCode>(
  code: Code,
  facts: ErrorFacts<Code>,
  cause?: unknown,
): RollcallError {
  const explain = catalogue[code] as (facts: ErrorFacts<Code>) => Explanation;
  return new RollcallError(code, explain(facts), knownFacts(facts), cause);
}

/** Turns anything thrown into a report; what isn't a RollcallError is reported as `unexpected`. */
export function reportError(error: unknown): ErrorReport {
  if (error instanceof RollcallError) {
    const { code, what, todo, facts, cause } = error;
    return {
      code,
      what,
      todo,
      ...(cause instanceof Error ? { detail: cause.message } : {}),
      ...(Object.keys(facts).length > 0 ? { facts } : {}),
    };
  }
  const detail = error instanceof Error ? error.message : String(error);
  const { code, what, todo } = rollcallError('unexpected', {});
  return { code, what, todo, detail };
}

/** The error that was reported beyond a border, to be thrown on this side; its cause is the detail alone. */
export function reviveError({ code, what, todo, detail, facts = {} }: ErrorReport): RollcallError {
  const known = errorCodes.find((one) => one === code) ?? 'unexpected';
  return new RollcallError(
    known,
    { what, todo },
    facts,
    detail === undefined ? undefined : new Error(detail),
  );
}
