import type { Finding } from '../../../shared/finding.ts';
import type { Plan } from '../../../shared/plan.ts';
import type { Renamed } from '../source/fit-names.ts';
import type { AssessmentInput } from './assess.ts';
import type { ScreenedTable } from './keys.ts';

/** What a check looks at: the file, and what every column of it becomes. */
export interface CheckInput extends AssessmentInput {
  readonly tables: readonly ScreenedTable[];
  readonly renamed: readonly Renamed[];
  /** The plan that is replayed. */
  readonly plan?: Plan | undefined;
}

/** One thing to look for. Returns what it saw; throws only when the run is cancelled or the file breaks. */
export type Check = (input: CheckInput) => Finding[] | Promise<Finding[]>;

/** A finding about objects rather than values: nothing to sample, nothing to choose. */
export function remark(finding: Pick<Finding, 'code' | 'severity' | 'sentence'> & Partial<Finding>): Finding {
  return { count: 1, samples: [], resolutions: [], ...finding };
}
