import type { VerificationReport } from '../../../shared/run.ts';
import { mismatchLines } from './mismatches.ts';
import { tableLines } from './tables.ts';
import { duration } from './units.ts';
import { verificationVerdict } from './verdict.ts';

export function verificationLines(report: VerificationReport): readonly string[] {
  const total = report.phases.reduce((sum, phase) => sum + phase.ms, 0);
  return [
    '',
    verificationVerdict[report.outcome],
    ...tableLines(report.tables),
    ...mismatchLines(report.mismatches),
    '',
    `  Compared in ${duration(total)}.`,
  ];
}
