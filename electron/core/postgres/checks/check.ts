import type pg from 'pg';
import type { connectionChecks } from '../../../../shared/console/connection.ts';
import type { ErrorReport } from '../../../../shared/errors/index.ts';
import {
  type ErrorCode,
  type ErrorFacts,
  reportError,
  rollcallError,
} from '../../../../shared/errors/index.ts';
import type { Facts } from '../../../../shared/facts.ts';
import type { Target } from '../../../../shared/target.ts';

/** What the run that is planned would put where. */
export interface Wanted {
  readonly schema: string;
  readonly tables: readonly string[];
}

/** Where the checks after the log-in stand. */
export interface Ground {
  readonly target: Target;
  readonly wanted: Wanted;
  /** To the target's database, or to another one of the server while that isn't there. */
  readonly client: pg.Client;
  readonly databaseThere: boolean;
}

export type Seen =
  | { readonly outcome: 'passed'; readonly facts: Facts }
  | { readonly outcome: 'noted' | 'failed'; readonly remedy: ErrorReport };

export interface Check {
  readonly check: (typeof connectionChecks)[number];
  /** Whether the checks after it make no sense once it failed. */
  readonly needed: boolean;
  /** @throws what the server says, which counts as failed */
  readonly look: (ground: Ground) => Promise<Seen>;
}

export function passed(facts: Facts): Seen {
  return { outcome: 'passed', facts };
}

/** Something worth knowing that is no obstacle. */
export function noted<Code extends ErrorCode>(code: Code, facts: ErrorFacts<Code>): Seen {
  return { outcome: 'noted', remedy: reportError(rollcallError(code, facts)) };
}

export function failed<Code extends ErrorCode>(code: Code, facts: ErrorFacts<Code>): Seen {
  return { outcome: 'failed', remedy: reportError(rollcallError(code, facts)) };
}
