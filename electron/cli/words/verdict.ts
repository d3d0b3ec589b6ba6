import type { MigrationReport, VerificationReport } from '../../../shared/run.ts';
import { bold, strongBad, strongCare, strongGood } from '../terminal/style.ts';

const verdicts = {
  verified: strongGood('✓ Everything arrived, and every value was compared.'),
  'verified with quarantine': strongCare(
    '✓ Everything arrived and was compared, except what lies in quarantine.',
  ),
  'dry run': bold('· A dry run: nothing was changed on the target.'),
  refused: strongBad('✗ Nothing was started.'),
  failed: strongBad('✗ It failed. The target is as it was.'),
  cancelled: bold('· Cancelled. The target is as it was.'),
  different: strongBad('✗ The two sides differ.'),
} as const satisfies Record<MigrationReport['outcome'] | VerificationReport['outcome'], string>;

/** The outcome in one sentence. */
export function verdictLine(outcome: keyof typeof verdicts): string {
  return verdicts[outcome];
}
