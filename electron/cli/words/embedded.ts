import type { EmbeddedStatus } from '../../core/embedded/embedded.ts';
import { describeTarget } from '../../core/postgres/target.ts';
import { bold, dim, good } from '../terminal/style.ts';
import { printable } from '../terminal/table.ts';

/** Whether the embedded PostgreSQL runs, and where. */
export function embeddedLines(status: EmbeddedStatus): readonly string[] {
  switch (status.state) {
    case 'absent':
      return [`${dim('·')} There is no embedded PostgreSQL yet.`];
    case 'stopped':
      return [
        `${dim('·')} The embedded PostgreSQL is stopped.`,
        dim(`  data in ${printable(status.dataDir)}`),
      ];
    case 'running':
      return [
        `${good('✓')} The embedded PostgreSQL runs: ${bold(describeTarget(status.target))}`,
        dim(`  process ${status.pid}, data in ${printable(status.dataDir)}`),
      ];
  }
}
