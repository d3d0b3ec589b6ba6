import type { Writable } from 'node:stream';
import type { ProgressDisplay, Step } from './progress.ts';
import { stepWords } from './step-words.ts';

const secondsBetweenLines = 3;

/** A line when a stage begins, and one every few seconds while it lasts. */
export function plainProgress(out: Writable, now: () => number = () => performance.now()): ProgressDisplay {
  let stage: string | undefined;
  let lastLine = 0;
  return {
    show: (step: Step) => {
      const isNew = step.stage !== stage;
      if (!isNew && now() - lastLine < secondsBetweenLines * 1000) return;
      stage = step.stage;
      lastLine = now();
      const percent = `${Math.floor(step.fraction * 100)} %`;
      out.write(`${[step.stage, percent, ...stepWords(step)].join(', ')}\n`);
    },
    end: () => {},
  };
}
