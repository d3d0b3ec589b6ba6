import type { MoveOptions, ResultOf } from '../../shared/console/job.ts';
import type { Finding, Resolution } from '../../shared/finding.ts';
import { ask, reportOf } from '../api/console.ts';
import { useConsole } from './console.ts';

export type Choices = Readonly<Record<string, Resolution>>;

/** Names a finding, as choices are kept by it. */
export function keyOf({ code, table, column }: Finding): string {
  return [code, table, column].join('|');
}

/** What a person has to decide on. */
export function isQuestion({ resolutions }: Finding): boolean {
  return resolutions.length > 0;
}

export function choiceFor(finding: Finding, choices: Choices): Resolution | undefined {
  return choices[keyOf(finding)] ?? finding.recommended ?? finding.resolutions[0];
}

/** A file was looked at: what is recommended counts as chosen until the person says otherwise. */
export async function takeExamined({
  findings,
  plan,
}: Pick<ResultOf<'examine'>, 'findings' | 'plan'>): Promise<void> {
  const { console, setLine } = useConsole.getState();
  if (console === undefined) return;
  await setLine({ examined: { findings, plan }, plan });
  await choose(
    Object.fromEntries(
      findings.filter(isQuestion).flatMap((finding) => {
        const choice = choiceFor(finding, console.line.choices ?? {});
        return choice === undefined ? [] : [[keyOf(finding), choice]];
      }),
    ),
  );
}

/** Sets choices, and has the plan follow them. */
export async function choose(change: Choices): Promise<void> {
  const { console, setLine } = useConsole.getState();
  const examined = console?.line.examined;
  if (console === undefined || examined === undefined) return;
  const choices = { ...console.line.choices, ...change };
  const answers = examined.findings.filter(isQuestion).flatMap((finding) => {
    const resolution = choiceFor(finding, choices);
    return resolution === undefined ? [] : [{ finding, resolution }];
  });
  await setLine({ choices, options: { ...console.line.options, ...badRowsFor(answers) } });
  try {
    const base = examined.plan;
    await setLine({ plan: await ask('plan.answer', { plan: base, base, choices: answers }) });
  } catch (error) {
    useConsole.setState({ trouble: reportOf(error) });
  }
}

/** No plan can hold what becomes of a table that can't be read to its end; the move itself has to be told. */
function badRowsFor(answers: readonly { finding: Finding; resolution: Resolution }[]): Partial<MoveOptions> {
  const unreadable = answers.some(
    ({ finding, resolution }) => finding.code === 'unreadable-table' && resolution === 'quarantine',
  );
  return unreadable ? { badRows: 'quarantine' } : {};
}
