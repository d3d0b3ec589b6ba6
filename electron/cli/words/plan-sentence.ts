import type { LongestSentence, PlanSentence } from '../../../shared/plan-sentence.ts';
import { millisecondsWords } from '../../core/report/load-words.ts';
import { bytes, count, counted } from './units.ts';

/** The English of a sentence; the interface says it by its code and facts. */
export function planSentenceWords(sentence: PlanSentence): string {
  switch (sentence.code) {
    case 'took':
      return `It took ${millisecondsWords(sentence.ms)}.`;
    case 'not-run':
      return 'It was planned for any values and not run: the shares are of the expected cost. With values for its parameters it is run, and shows where the time goes.';
    case 'index-may-help':
      return `An index of ${sentence.table} on ${sentence.columns.join(', ')} may help: ask for advice.`;
    case 'sort-spilled':
      return `A sort did not fit into memory and took ${bytes(sentence.bytes)} on disk: a larger work_mem would spare it that.`;
    case 'estimate-off':
      return `The server expected ${rowsWords(sentence.expected)} of ${sentence.table} and met ${rowsWords(sentence.came)}: ANALYZE ${sentence.table} may put that right.`;
    case 'nothing':
      return 'Nothing stands out.';
    default:
      return `${partWords(sentence)} went into ${longestWords(sentence)}.`;
  }
}

function partWords({ ms, most }: LongestSentence): string {
  return `${most ? 'Most of it' : 'The largest part of it'} (${millisecondsWords(ms)})`;
}

function longestWords(sentence: LongestSentence): string {
  switch (sentence.code) {
    case 'whole-table-kept':
      return `reading all of ${sentence.table}, ${rowsWords(sentence.rows)}, to keep ${count(sentence.kept)} of them`;
    case 'whole-table':
      return `reading all of ${sentence.table}, ${rowsWords(sentence.rows)}`;
    case 'until-enough':
      return `reading ${sentence.table} until there was enough, ${rowsWords(sentence.rows)}`;
    case 'by-index':
      return `fetching ${rowsWords(sentence.rows)} of ${sentence.table} by an index`;
    case 'again':
      return `looking into ${sentence.table} again and again, ${count(sentence.times)} times`;
    case 'sort':
      return `sorting ${rowsWords(sentence.rows)}`;
    case 'group':
      return `grouping or counting ${rowsWords(sentence.rows)}`;
    case 'join':
      return 'matching the rows of several steps with each other';
    case 'gather':
      return 'starting further processes and gathering what they found';
    case 'step':
      return `the step ${sentence.kind}`;
  }
}

function rowsWords(rows: number): string {
  return counted(rows, 'row');
}
