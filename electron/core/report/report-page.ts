import type { MigrationReport } from '../../../shared/run.ts';
import { html } from './markup.ts';
import { checksSection } from './page-checks.ts';
import { findingsSection, notCarriedSection } from './page-findings.ts';
import { indexesSection } from './page-indexes.ts';
import { movedSection } from './page-moved.ts';
import { quarantineSection } from './page-quarantine.ts';
import { pageStyle } from './page-style.ts';
import { factsSection, figures, mark, timesSection, verdict } from './page-summary.ts';
import type { QuarantineSummary } from './quarantine-summary.ts';
import type { ReportWords } from './words.ts';

/** The whole report as one HTML page: no script, nothing fetched, fit for A4. */
export function reportPage(
  report: MigrationReport,
  quarantine: QuarantineSummary,
  words: ReportWords,
): string {
  return html`<!doctype html>
<html lang="${words.lang}" dir="${words.dir}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Rollcall – ${words.title} – ${report.runId}</title>
<style>${pageStyle}</style>
</head>
<body>
<main>
<header>
<div><div class="brand">${mark} Rollcall</div><h1>${words.title}</h1><div class="soft">${words.subtitle}</div></div>
<div class="date soft">${words.moment(report.startedAt)}</div>
</header>
${verdict(report, words)}
${figures(report, words)}
${factsSection(report, words)}
${movedSection(report, words)}
${checksSection(report, words)}
${quarantineSection(report, quarantine, words)}
${notCarriedSection(report, words)}
${findingsSection(report, words)}
${indexesSection(report, words)}
${timesSection(report, words)}
<footer>${words.footer}</footer>
</main>
</body>
</html>
`.text;
}
