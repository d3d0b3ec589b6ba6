import type { Reporter, TestModule } from 'vitest/node';
import { type Counts, tellCounts } from './counts.ts';

/** Tells how many tests passed, failed and were skipped. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        counts[state === 'pending' ? 'skipped' : state]++;
      }
      // A file that can't even be loaded has no tests to count.
      if (module.state() === 'failed' && module.errors().length > 0) counts.failed++;
    }
    tellCounts(counts);
  }
}
