import type { Plan, PlannedColumn, TargetType } from '../../shared/plan.ts';
import { useConsole } from './console.ts';

/** Gives a column another type, and looks at what that would do to the data. */
export async function setType(table: string, column: string, type: TargetType): Promise<void> {
  const { console } = useConsole.getState();
  const examined = console?.line.examined;
  if (examined === undefined) return;
  const { console: now, setLine } = useConsole.getState();
  // What was chosen for the column was chosen for its old type.
  const kept = Object.entries(now?.line.choices ?? {}).filter(
    ([key]) => !key.endsWith(`|${table}|${column}`),
  );
  await setLine({ choices: Object.fromEntries(kept) });
  await tryPlan(withType(examined.plan, table, column, type));
}

/** Reads naive times in another zone, and looks at what that would do. */
export async function setTimezone(timezone: string | undefined): Promise<void> {
  const { console, setLine } = useConsole.getState();
  if (console === undefined) return;
  const { timezone: _, ...options } = console.line.options;
  await setLine({ options: timezone === undefined ? options : { ...options, timezone } });
  const plan = console.line.examined?.plan;
  if (plan === undefined) return;
  const { timezone: __, ...rest } = plan;
  await tryPlan(timezone === undefined ? rest : { ...rest, timezone });
}

async function tryPlan(plan: Plan): Promise<void> {
  const { console, startJob } = useConsole.getState();
  if (console?.line.path === undefined) return;
  const { path, options } = console.line;
  const { timezone } = options;
  await startJob({ kind: 'examine', path, plan, ...(timezone === undefined ? {} : { timezone }) });
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
