import type { FullResult, Reporter, Suite, TestCase } from '@playwright/test/reporter';
import { type Counts, tellCounts } from '../electron/testing/counts.ts';
import { chromiumBinary, electronBinary, obstacle } from './console/doors.ts';

/** Says through which of its doors the console was tested, and tells how many tests passed, failed and were skipped. */
export default class DoorReporter implements Reporter {
  #tests: readonly TestCase[] = [];

  onBegin(_: unknown, suite: Suite): void {
    this.#tests = suite.allTests();
  }

  onEnd({ status }: FullResult): void {
    process.stdout.write(`\n${doorSentence()}\n`);
    const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
    for (const test of this.#tests) counts[stateOf(test)]++;
    // What fails before the first test leaves all of them unrun.
    if (status !== 'passed') counts.failed ||= 1;
    tellCounts(counts);
  }

  printsToStdio(): boolean {
    return false;
  }
}

function stateOf(test: TestCase): keyof Counts {
  const outcome = test.outcome();
  if (outcome === 'skipped') return 'skipped';
  return outcome === 'expected' ? 'passed' : 'failed';
}

function doorSentence(): string {
  const electron = electronBinary();
  if (electron !== undefined) return `The console was tested in the desktop window with ${electron}.`;
  const why = obstacle();
  if (why !== undefined) return `The console was not tested. ${why}`;
  const chromium = chromiumBinary();
  return chromium === undefined
    ? 'The console was not tested.'
    : `The console was tested in browser mode with ${chromium}, since Electron's binary is not here.`;
}
