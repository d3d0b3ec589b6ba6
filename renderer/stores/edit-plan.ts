import type { JobState } from '../../shared/console/job.ts';
import type { Plan, PlanEdit, PlannedColumn, TargetType } from '../../shared/plan.ts';
import { useConsole, useJob } from './console.ts';

/** Gives a column another type, and looks at what that would do to the data. */
export function setType(table: string, column: string, type: TargetType): Promise<void> {
  return inTurn(async () => {
    const { console, setLine } = useConsole.getState();
    // What was chosen for the column was chosen for its old type.
    const kept = Object.entries(console?.line.choices ?? {}).filter(
      ([key]) => !key.endsWith(`|${table}|${column}`),
    );
    await setLine({ choices: Object.fromEntries(kept) });
    await look(({ plan, changed }) => ({
      plan: withType(plan, table, column, type),
      changed: [...changed.filter((one) => one.table !== table || one.column !== column), { table, column }],
    }));
  });
}

/** Reads naive times in another zone, and looks at what that would do. */
export function setTimezone(timezone: string | undefined): Promise<void> {
  return inTurn(async () => {
    const { console, setLine } = useConsole.getState();
    if (console === undefined) return;
    const { timezone: _, ...options } = console.line.options;
    await setLine({ options: timezone === undefined ? options : { ...options, timezone } });
    await look(({ plan: { timezone: _, ...plan }, changed }) => ({
      plan: timezone === undefined ? plan : { ...plan, timezone },
      changed,
    }));
  });
}

/** The newest look at what an edit would do. */
export function useEditJob(): JobState | undefined {
  return useJob('examine', isEdit);
}

/** The edits whose effect a job is looking at. */
export function editUnderWay(state: JobState | undefined): PlanEdit | undefined {
  if (state?.status !== 'running' && state?.status !== 'waiting') return undefined;
  return state.job.kind === 'examine' ? state.job.edit : undefined;
}

let last: Promise<void> = Promise.resolve();

/** Each edit begins with what the one before it asked for. */
function inTurn(edit: () => Promise<void>): Promise<void> {
  last = last.then(edit);
  return last;
}

/** Changes the plan as it is, or as edits that are still being looked at will make it. */
async function look(change: (edit: PlanEdit) => PlanEdit): Promise<void> {
  const { console, startJob } = useConsole.getState();
  const { path, examined } = console?.line ?? {};
  if (path === undefined || examined === undefined) return;
  const asked = console?.jobs.findLast(({ job }) => job.kind === 'examine' && isEdit(job));
  const edit = change(editUnderWay(asked) ?? { plan: examined.plan, changed: [] });
  await startJob({ kind: 'examine', path, edit });
}

function isEdit({ edit }: { readonly edit?: PlanEdit | undefined }): boolean {
  return edit !== undefined;
}

function withType(plan: Plan, table: string, column: string, type: TargetType): Plan {
  const changed = (one: PlannedColumn): PlannedColumn => (one.name === column ? { ...one, type } : one);
  return {
    ...plan,
    tables: plan.tables.map((one) =>
      one.name === table ? { ...one, columns: one.columns.map(changed) } : one,
    ),
  };
}
