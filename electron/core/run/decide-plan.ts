import { rollcallError } from '../../../shared/errors/index.ts';
import type { Finding } from '../../../shared/finding.ts';
import type { Plan } from '../../../shared/plan.ts';
import type { Source } from '../../../shared/source.ts';
import { buildPlan } from '../plan/build-plan.ts';
import { findingsOf } from '../plan/findings.ts';
import { assertPlanFits } from '../plan/fit.ts';
import { leftOut } from '../plan/left-out.ts';
import { provePlan } from '../plan/prove.ts';
import { quarantineBadRows, unansweredBlockers } from '../plan/resolve.ts';
import { cancellable } from '../postgres/connect.ts';
import { requireSchemaRights } from '../postgres/server.ts';
import { type Preflight, preflight } from '../preflight/preflight.ts';
import { leftAside } from '../switch/left-aside.ts';
import { relationsInTheWay } from '../switch/relations.ts';
import { requireSwitchRights } from '../switch/require-rights.ts';
import type { OpenFile } from './read-file.ts';
import type { Run } from './run.ts';
import type { TargetSession } from './target-session.ts';

/**
 * What is in the file, and what of it won't fit.
 *
 * @throws RollcallError source-has-no-tables, source-has-no-rows, plan-does-not-fit, and what preflight throws
 */
export async function examine({ request, context }: Run, file: OpenFile): Promise<Preflight> {
  const { db, source, renamed } = file;
  if (source.tables.length === 0) throw rollcallError('source-has-no-tables', { path: request.source });
  if (source.tables.every(({ rows }) => rows === 0)) {
    throw rollcallError('source-has-no-rows', { path: request.source });
  }
  if (request.plan) assertPlanFits(request.plan, source);
  const timezone = request.plan?.timezone ?? request.timezone;
  const found = await preflight({ db, source, renamed, timezone, plan: request.plan }, context).catch(
    async (error: unknown) => {
      // When the file is corrupt, that says more than whatever broke first.
      await file.sound;
      throw error;
    },
  );
  return { ...found, findings: [...found.findings, ...(await file.sound)] };
}

/**
 * The plan that will be followed.
 *
 * @throws RollcallError blockers-found, when one is left without an answer
 */
export async function decide(
  { request, record }: Run,
  { source }: OpenFile,
  found: Preflight,
): Promise<Plan> {
  record.findings = found.findings;
  const made = request.plan
    ? await withLeftOutListed(source, found, request.plan)
    : await buildPlan({ source, assessed: found.tables, timezone: request.timezone });
  const plan = request.badRows === 'quarantine' ? quarantineBadRows(made, found.findings) : made;
  record.plan = plan;
  // No plan has a place for a table that can't be read.
  const leaveUnread = request.badRows === 'quarantine';
  const blockers = unansweredBlockers(found.findings, plan).filter(
    ({ code }) => !(leaveUnread && code === 'unreadable-table'),
  );
  record.findings = [...answered(found.findings, blockers), ...findingsOf(plan.notCarried)];
  const inSource = blockers.find(({ resolutions }) => resolutions.length === 0);
  const first = inSource ?? blockers[0];
  if (first) {
    const { sentence } = first;
    throw rollcallError('blockers-found', {
      count: blockers.length,
      first: sentence,
      inSource: inSource !== undefined,
    });
  }
  return plan;
}

/** What the plan has an answer to blocks nothing any more. */
function answered(findings: readonly Finding[], blockers: readonly Finding[]): Finding[] {
  return findings.map((finding) =>
    finding.severity === 'blocker' && !blockers.includes(finding)
      ? { ...finding, severity: 'warning' }
      : finding,
  );
}

/** An edited plan may leave things out; what isn't carried is listed. */
async function withLeftOutListed(source: Source, { tables }: Preflight, plan: Plan): Promise<Plan> {
  return { ...plan, notCarried: [...plan.notCarried, ...(await leftOut(source, tables, plan))] };
}

/** What the server itself has to say: nothing in the way, the rights there, and every piece of the plan accepted. */
export async function prove(
  { request, record, context }: Run,
  target: TargetSession,
  draft: Plan,
): Promise<Plan> {
  const { schema, mode } = request;
  const { client } = target;
  return await cancellable(client, request.target, context.signal, async () => {
    await requireSchemaRights(client, request.target, schema);
    await requireSwitchRights(client, request.target, { schema, mode, plan: draft });
    // First, since a key that the server can't have is none to merge by.
    const plan = await provePlan(client, draft);
    const inTheWay = await relationsInTheWay(client, schema, plan, mode);
    if (inTheWay.length > 0) {
      throw rollcallError('table-in-the-way', { schema, tables: inTheWay.map(({ name }) => name) });
    }
    record.plan = plan;
    record.findings = [...record.findings, ...findingsOf(plan.notCarried.slice(draft.notCarried.length))];
    if (mode === 'replace') {
      record.findings = [...record.findings, ...(await leftAside(client, schema, plan))];
    }
    return plan;
  });
}
