import type { ErrorReport } from '../../../shared/errors/index.ts';
import { bad, bold, dim } from '../terminal/style.ts';
import { printable } from '../terminal/table.ts';
import { wrap } from '../terminal/wrap.ts';

/** Code, what happened, what to do; then the words of the system underneath, when there are any. */
export function errorLines(error: ErrorReport, sign: string = bad('✗')): readonly string[] {
  const { code, what, todo, detail } = error;
  return [
    ...wrap(`${sign} ${bold(printable(what))}  ${dim(`[${code}]`)}`, '  '),
    ...wrap(`  ${printable(todo)}`, '  '),
    ...(detail === undefined ? [] : detail.split('\n').map((line) => dim(`  | ${printable(line)}`))),
  ];
}
