import type { z } from 'zod';

/**
 * The first problems of a file that a person wrote: `tables[0].columns[2]: unknown key "typ"`, each place as one would
 * write it in JavaScript.
 *
 * @param whole what to call the file where the problem is no place in it
 */
export function issueWords(error: z.ZodError, whole: string): string {
  return error.issues
    .slice(0, 3)
    .map((issue) => inWords(issue, whole))
    .join('; ');
}

function inWords(issue: z.core.$ZodIssue, whole: string): string {
  const place = issue.path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('');
  const where = place === '' ? whole : place.replace(/^\./, '');
  if (issue.code === 'unrecognized_keys')
    return `${where}: unknown key ${issue.keys.map((key) => JSON.stringify(key)).join(', ')}`;
  return `${where}: ${issue.message}`;
}
