import type { Finding, NotCarried, Severity } from '../../../shared/finding.ts';
import type { MigrationReport } from '../../../shared/run.ts';
import { html, type Markup, nothing } from './markup.ts';
import type { ReportWords } from './words.ts';

const order: readonly Severity[] = ['blocker', 'warning', 'note'];

/** What preflight saw, the gravest first. */
export function findingsSection(report: MigrationReport, words: ReportWords): Markup {
  const { findings } = words;
  const sorted = order.flatMap((severity) => report.findings.filter((found) => found.severity === severity));
  const content =
    sorted.length === 0
      ? html`<p>${findings.none}</p>`
      : html`<ul class="list">${sorted.map((found) => item(found, words))}</ul>`;
  return html`<section><h2>${findings.heading}</h2>${content}</section>`;
}

function item(finding: Finding, { findings, said }: ReportWords): Markup {
  const place = [finding.table, finding.column].filter((part) => part !== undefined);
  const where = place.length === 0 ? nothing : html`<b><bdi>${place.join(' · ')}</bdi></b> `;
  const samples = finding.samples.map(
    ({ key, value }) => html`<bdi>${key}</bdi>: <code><bdi>${value}</bdi></code> &nbsp; `,
  );
  const examples =
    samples.length === 0 ? nothing : html`<div class="soft">${findings.samples}: ${samples}</div>`;
  const sql = finding.sql === undefined ? nothing : html`<pre>${finding.sql}</pre>`;
  return html`<li><span class="tag ${finding.severity}">${findings.severities[finding.severity]}</span>${where}<bdi>${said.finding(finding)}</bdi>${examples}${sql}</li>\n`;
}

/** Views, triggers and the like, with their text. */
export function notCarriedSection(report: MigrationReport, words: ReportWords): Markup {
  const { notCarried } = words;
  if (report.source === undefined) return nothing;
  const item = (one: NotCarried): Markup =>
    html`<li><span class="tag">${words.said.kind(one.kind)}</span><b><bdi>${one.name}</bdi></b> ${one.table === undefined ? nothing : html`<span class="soft">${notCarried.on(one.table)}</span>`}<div><bdi>${words.said.leftOut(one)}</bdi></div>${one.sql === '' ? nothing : html`<pre>${one.sql}</pre>`}</li>\n`;
  const content =
    report.notCarried.length === 0
      ? html`<p>${notCarried.none}</p>`
      : html`<p>${notCarried.explanation}</p><ul class="list">${report.notCarried.map(item)}</ul>`;
  return html`<section><h2>${notCarried.heading}</h2>${content}</section>`;
}
