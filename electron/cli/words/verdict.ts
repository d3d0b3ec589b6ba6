import type { MigrationReport, VerificationReport } from '../../../shared/run.ts';
import { bold, strongBad, strongCare, strongGood } from '../terminal/style.ts';

/** The outcome of a run in one sentence. */
export const migrationVerdict = {
  verified: strongGood('✓ Everything in the file arrived, and every value of it was compared.'),
  'verified with quarantine': strongCare(
    '✓ Everything in the file arrived and was compared, except what lies in quarantine.',
  ),
  'dry run': bold('· A dry run: nothing was changed on the target.'),
  refused: strongBad('✗ Nothing was started.'),
  failed: strongBad('✗ It failed. The target is as it was.'),
  cancelled: bold('· Cancelled. The target is as it was.'),
  unknown: strongBad('✗ Whether the new tables are live could not be found out.'),
} as const satisfies Record<MigrationReport['outcome'], string>;

/** The outcome of a run that could not read some tables. */
export const partialVerdict = strongCare(
  '✓ What could be read arrived and was compared, except what lies in quarantine.',
);

/** The outcome of a comparison in one sentence. */
export const verificationVerdict = {
  verified: strongGood('✓ Both sides are equal, value by value.'),
  'verified with quarantine': strongCare('✓ Both sides are equal, except for what lies in quarantine.'),
  different: strongBad('✗ The two sides differ.'),
} as const satisfies Record<VerificationReport['outcome'], string>;
