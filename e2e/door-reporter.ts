import type { FullResult, Reporter, Suite, TestCase } from '@playwright/test/reporter';
import { type Counts, tellCounts } from '../electron/testing/counts.ts';
import { chromiumBinary, findDoor, obstacle } from './console/doors.ts';

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
  const door = findDoor();
  if (door.kind === 'desktop') return `The console was tested in the desktop window with ${door.binary}.`;
  const [chromium, why] = [chromiumBinary(), obstacle()];
  if (chromium === undefined || why !== undefined) return `The console was not tested. ${why ?? ''}`.trim();
  return `The console was tested in browser mode with ${chromium}, since ${door.since}.`;
}
