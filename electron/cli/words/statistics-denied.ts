import { printable } from '../terminal/table.ts';

/** Said where a role may not see which queries the server has counted. */
export function statisticsDenied(grants: readonly string[]): string {
  return `This role may not see what was counted. Ask whoever looks after the server to run in this database: ${grants.map(printable).join(' ')}`;
}
