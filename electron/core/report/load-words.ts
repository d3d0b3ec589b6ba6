import type { Engine } from '../../../shared/load-measurement.ts';
import type { LoadSentence } from '../../../shared/load-sentence.ts';
import type { ScenarioFit } from '../../../shared/scenario.ts';

const whole = new Intl.NumberFormat('en');
const roughly = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 });

/** What the built-in scenarios are called; others by the name that their author gave them. */
const scenarios: Readonly<Record<string, string>> = {
  'daily-report': 'Daily report',
  'class-period': 'Register of a class',
  'student-detail': 'Student\u2019s page',
  'class-roster': 'Class roster',
  'dashboard-counts': 'Staff dashboard',
  'distinct-periods': 'List of periods',
  'remark-updates': 'Adding remarks',
  morning: 'The morning: every class is marked',
};

export const engineWords: Readonly<Record<Engine, string>> = {
  sqlite: 'SQLite',
  postgres: 'PostgreSQL',
  'postgres indexed': 'with indexes',
};

export function scenarioWords(name: string): string {
  return scenarios[name] ?? name;
}

/** A factor as people say it: 1.4, 21, 1,300. */
export function timesWords(times: number): string {
  return times < 9.95 ? times.toFixed(1) : whole.format(Math.round(times));
}

/** The same of what was measured, which may have a bound only. */
export function saidTimesWords({ times, atLeast }: { times: number; atLeast: boolean }): string {
  return `${atLeast ? 'at least ' : ''}${timesWords(times)}`;
}

/** A share of operations: 12 %, 0.4 %, and never 0 % where there were some. */
export function shareWords(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.1) return 'less than 0.1 %';
  return `${percent < 9.95 ? Number(percent.toFixed(1)) : Math.round(percent)} %`;
}

/** How many a second, with two digits that count: 0.45, 8.1, 3,500. */
export function perSecondWords(perSecond: number): string {
  return roughly.format(perSecond);
}

/** Milliseconds with two digits that count, whole from ten on: 0.0195 is 0.02 ms; 8.1 ms, 423 ms. */
export function millisecondsWords(ms: number): string {
  return `${ms < 9.95 ? roughly.format(ms) : whole.format(Math.round(ms))} ms`;
}

/** The English of a sentence; the interface says it by its code and facts. */
export function sentenceWords(sentence: LoadSentence): string {
  if (sentence.code === 'cancelled') {
    return 'The load test was cancelled; this is what it had measured until then.';
  }
  if (sentence.code === 'one-round') {
    return 'There was one round only; nothing can be vouched for without a second one.';
  }
  if (sentence.code === 'skipped') {
    const { count } = sentence;
    return `${whole.format(count)} ${count === 1 ? 'thing' : 'things'} could not be tried on this school\u2019s tables.`;
  }
  if (sentence.code === 'no-difference') {
    return `No difference that we can vouch for: ${sentence.scenarios.map(scenarioWords).join(', ')}.`;
  }
  if (sentence.code === 'file-lacks-index') {
    return `The file has no index for: ${sentence.scenarios.map(scenarioWords).join(', ')}. Part of the gain there may be the index and not PostgreSQL.`;
  }
  if (sentence.code === 'other-rows') {
    const { table, inFile, onServer } = sentence;
    return `${table} has ${whole.format(inFile)} rows in the file and ${whole.format(onServer)} on the server: what asks it is not compared. Move the file anew, or choose the database that it was moved to.`;
  }
  return `${scenarioWords(sentence.scenario)}: ${saidOf(sentence)}.`;
}

function saidOf(sentence: Extract<LoadSentence, { scenario: string }>): string {
  if (sentence.code === 'expected-more' || sentence.code === 'expected-difference') {
    const promised = `the old instructions promised ${timesWords(sentence.from)} to ${timesWords(sentence.to)} times as fast`;
    return sentence.code === 'expected-more'
      ? `${promised}; here it is ${timesWords(sentence.measured)} times`
      : `${promised}; here there is no difference that we can vouch for`;
  }
  if (sentence.code === 'sqlite-behind' || sentence.code === 'postgres-behind') {
    const who = sentence.code === 'sqlite-behind' ? 'SQLite' : 'PostgreSQL with the four indexes';
    return `${who} answered ${timesWords(sentence.answered)} of ${timesWords(sentence.asked)} questions a second; the longer that goes on, the longer people wait`;
  }
  const { users } = sentence;
  const working = users === 1 ? 'when one person works' : `with ${whole.format(users)} people at once`;
  switch (sentence.code) {
    case 'faster':
      return `${saidTimesWords(sentence)} times as fast ${working}`;
    case 'slower':
      return `${saidTimesWords(sentence)} times as slow ${working}`;
    case 'locked-out':
      return `SQLite locked out ${shareWords(sentence.share)} of the attempts of ${users === 1 ? 'one person' : `${whole.format(users)} people`}`;
    case 'nobody-locked-out':
      return users === 1
        ? 'PostgreSQL locked nobody out with one person'
        : `PostgreSQL locked nobody out, up to ${whole.format(users)} people at once`;
    case 'indexes-faster':
      return `the four indexes make PostgreSQL ${saidTimesWords(sentence)} times as fast ${working}`;
    case 'indexes-slower':
      return `the four indexes cost PostgreSQL something here, ${saidTimesWords(sentence)} times as slow ${working}`;
  }
}

/** Why a scenario was skipped. */
export function reasonWords({ reason }: Extract<ScenarioFit, { kind: 'skipped' }>): string {
  switch (reason.kind) {
    case 'refused':
      return `${reason.by === 'sqlite' ? 'SQLite' : 'PostgreSQL'} says: ${reason.detail}`;
    case 'nothing to draw from':
      return 'there are no rows to draw from';
    case 'not drawn':
      return `no value is drawn for :${reason.parameter}`;
    case 'not allowed':
      return notAllowed[reason.problem];
  }
}

const notAllowed = {
  'several statements': 'a text holds several statements',
  'another kind of statement': 'a statement neither reads nor changes rows',
  'names a schema': 'a statement names a schema, and would reach the live tables',
  'calls a function that acts': 'a statement calls a function that may do more than read or change rows',
  'needs what copies lack':
    'a statement needs a type, an operator or a function of a schema that holds tables too, such as an extension’s; only the copies are asked',
  'changes rows': 'a statement changes rows, and the scenario does not say that it writes',
} as const;
