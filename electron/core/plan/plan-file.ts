import { readFile, writeFile } from 'node:fs/promises';
import { rollcallError } from '../../../shared/errors/index.ts';
import { issueWords } from '../../../shared/issue-words.ts';
import { Plan } from '../../../shared/plan.ts';

/**
 * Reads a plan that was written before and maybe edited since.
 *
 * @throws RollcallError plan-unreadable, plan-not-json, plan-invalid
 */
export async function readPlanFile(path: string): Promise<Plan> {
  const parsed = Plan.safeParse(parseJson(await readText(path), path));
  if (parsed.success) return parsed.data;
  throw rollcallError('plan-invalid', { path, problem: issueWords(parsed.error, 'the plan') });
}

/** @throws RollcallError cannot-write */
export async function writePlanFile(path: string, plan: Plan): Promise<void> {
  const text = `${JSON.stringify(Plan.parse(plan), null, 2)}\n`;
  try {
    await writeFile(path, text);
  } catch (cause) {
    throw rollcallError('cannot-write', { path }, cause);
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw rollcallError('plan-unreadable', { path }, cause);
  }
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw rollcallError('plan-not-json', { path }, cause);
  }
}
