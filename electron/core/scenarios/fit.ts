import type { Scenario, ScenarioFit } from '../../../shared/scenario.ts';
import type { Draws } from './draw.ts';
import type { Numbered } from './numbered.ts';

type Skipped = Extract<ScenarioFit, { kind: 'skipped' }>;
export type Reason = Skipped['reason'];

/** A scenario that the file has everything for, ready to be done there. */
export interface FitsFile extends Draws {
  readonly scenario: Scenario;
  readonly sqlite: readonly Numbered[];
}

/** A scenario that both sides have everything for. */
export interface FitsBoth extends FitsFile {
  readonly postgres: readonly Numbered[];
  /** Tables of the server that it reads or writes. */
  readonly tables: readonly string[];
}

/** What came of a try: the scenario made ready, or why it is skipped. */
export type Tried<Fits> = { readonly fits: Fits } | { readonly skipped: Skipped };

export function skip(scenario: Scenario, reason: Reason): { skipped: Skipped } {
  return { skipped: { kind: 'skipped', scenario, reason } };
}
