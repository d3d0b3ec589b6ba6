import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { rollcallError } from '../../../shared/errors/index.ts';
import { issueWords } from '../../../shared/issue-words.ts';
import { Scenario } from '../../../shared/scenario.ts';
import { builtInScenarios } from './built-in.ts';

const taken = new Set(builtInScenarios.map(({ name }) => name));

const OwnScenarios = z
  .array(Scenario)
  .min(1, 'there is no scenario in it')
  .superRefine((scenarios, context) => {
    const seen = new Set(taken);
    for (const [place, { name }] of scenarios.entries()) {
      if (seen.has(name)) {
        context.addIssue({ code: 'custom', path: [place, 'name'], message: `${name} is taken already` });
      }
      seen.add(name);
    }
  });

/**
 * Reads a person's own scenarios from a JSON file: a list of what `Scenario` says.
 *
 * @throws RollcallError scenarios-unreadable, scenarios-not-json, scenarios-invalid with the place
 */
export async function readScenarioFile(path: string): Promise<Scenario[]> {
  const parsed = OwnScenarios.safeParse(parseJson(await readText(path), path));
  if (parsed.success) return parsed.data;
  throw rollcallError('scenarios-invalid', { path, problem: issueWords(parsed.error, 'the file') });
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw rollcallError('scenarios-unreadable', { path }, cause);
  }
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw rollcallError('scenarios-not-json', { path }, cause);
  }
}
