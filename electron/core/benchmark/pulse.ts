import { tellingInterval } from './tally.ts';
import type { Timetable } from './timetable.ts';

/** Milliseconds after which all threads have told what they counted until then. */
const grace = 100;

/** Calls `beat` after each interval of the measured time, as soon as the threads have told what they counted in it. */
export function startPulse({ from }: Timetable, beat: () => void): { readonly stop: () => void } {
  let beats = 0;
  let timer: NodeJS.Timeout;
  const plan = () => {
    const due = from + (beats + 1) * tellingInterval + grace;
    // On a machine that is overburdened it can be over already.
    const left = Math.max(0, due - performance.now());
    timer = setTimeout(() => {
      beats += 1;
      beat();
      plan();
    }, left);
  };
  plan();
  return { stop: () => clearTimeout(timer) };
}
