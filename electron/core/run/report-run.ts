import { reportError } from '../../../shared/errors/index.ts';
import type { Finding } from '../../../shared/finding.ts';
import type { MigrationReport, QuarantineEntry } from '../../../shared/run.ts';
import { writeReport } from '../report/write-report.ts';
import type { MigrationRequest } from './run.ts';

/** Writes the report. A report that can't be written is said in what is returned: the outcome stands without it. */
export async function reportRun(
  { folder, reportFolder }: MigrationRequest,
  report: MigrationReport,
  quarantine: AsyncIterable<QuarantineEntry> | Iterable<QuarantineEntry>,
): Promise<MigrationReport> {
  try {
    await writeReport(reportFolder ?? folder, report, quarantine);
    return report;
  } catch (error) {
    const { what, detail } = reportError(error);
    const unwritten: Finding = {
      code: 'report-not-written',
      severity: 'warning',
      count: 1,
      samples: [],
      resolutions: [],
      facts: { detail: detail ?? what },
      sentence: `The report could not be written: ${detail ?? what}`,
    };
    return { ...report, findings: [...report.findings, unwritten] };
  }
}
