import type { ErrorCode, ErrorReport } from '../errors/index.ts';
import type { Facts } from '../facts.ts';
import type { Finding, NotCarried } from '../finding.ts';

/** What speaks a language, as i18next does wherever it runs. */
export interface Tongue {
  readonly t: (key: string, facts?: Record<string, unknown>) => string;
  readonly exists: (key: string, facts?: Record<string, unknown>) => boolean;
  /** Joins names as the language does. */
  readonly list: (names: readonly string[]) => string;
}

/** What the engine said in English, said in a language by its code and facts; in English where it has no words. */
export interface Sayings {
  readonly error: (error: ErrorReport) => { what: string; todo: string };
  readonly finding: (finding: Finding) => string;
  /** Why something has no counterpart on the target. */
  readonly leftOut: (one: NotCarried) => string;
  /** Why a row was put aside; the column stands before it where the engine named one. */
  readonly reason: (reason: string) => { column?: string; why: string };
  /** Facts fit for a sentence. */
  readonly told: (facts: Facts | undefined) => Record<string, string | number>;
}

export function sayingsIn({ t, exists, list }: Tongue): Sayings {
  const told = (facts: Facts = {}) =>
    Object.fromEntries(
      Object.entries(facts).map(([name, fact]) => {
        if (typeof fact === 'number') return [name, fact];
        if (typeof fact === 'boolean') return [name, String(fact)];
        return [name, typeof fact === 'string' ? isolated(fact) : list(fact.map(isolated))];
      }),
    );
  /** Facts of an error, those that are codes in the language's words. */
  const toldOf = (code: string, facts: Facts = {}) => {
    const known = told(facts);
    for (const [name, keyOf] of Object.entries(codesIn(code))) {
      const key = keyOf(String(facts[name] ?? ''));
      known[name] = exists(key) ? t(key, known) : '';
    }
    return known;
  };
  return {
    told,
    error: ({ code, what, todo, facts }) => {
      if (!exists(`errors.${code}.what`)) return { what, todo };
      const known = toldOf(code, facts);
      return { what: t(`errors.${code}.what`, known).trim(), todo: t(`errors.${code}.todo`, known) };
    },
    finding: ({ code, table, column, count, sentence, facts }) => {
      const known = { ...told({ table: table ?? '', column: column ?? '', ...facts }), count };
      if (code.endsWith('-not-carried')) {
        const why = `leftOut.${facts?.['why']}`;
        const words = { kind: t(`plan.kind.${facts?.['kind']}`), why: exists(why) ? t(why, known) : '' };
        return t('findings.not-carried', { ...known, ...words });
      }
      if (code.endsWith('-left-aside')) {
        return t('findings.left-aside', { ...known, kind: t(`attached.${facts?.['kind']}`) });
      }
      return exists(`findings.${code}`, { count }) ? t(`findings.${code}`, known) : sentence;
    },
    leftOut: ({ code, reason, facts }) =>
      code !== undefined && exists(`leftOut.${code}`) ? t(`leftOut.${code}`, told(facts)) : reason,
    reason: (reason) => {
      const refusal = /^refused by the server: (.+)$/s.exec(reason)?.[1];
      if (refusal !== undefined) return { why: t('reason.refused', { words: isolated(refusal) }) };
      const [, column, phrase = reason] = /^(?:(.+?): )?(.+)$/s.exec(reason) ?? [];
      const named = column === undefined ? {} : { column };
      if (phrase === 'the same key as an earlier row') return { ...named, why: t('reason.same key') };
      const parent = /^no such row in (.+)$/s.exec(phrase)?.[1];
      if (parent !== undefined) {
        return { ...named, why: t('reason.no parent', { parent: isolated(parent) }) };
      }
      return exists(`reason.${phrase}`) ? { ...named, why: t(`reason.${phrase}`) } : { why: reason };
    },
  };
}

type CodesIn = Readonly<Record<string, (code: string) => string>>;

/** Of errors whose facts are codes themselves: where the words for those stand. */
const codesInErrors: Partial<Record<ErrorCode, CodesIn>> = {
  'url-invalid': { problem: (code) => `urlProblem.${code}` },
  'plan-impossible': { fault: (code) => `planFault.${code}` },
  'value-not-assessed': { reason: (code) => `reason.${code}` },
  'not-sqlite': { looksLike: (code) => `looksLike.${code}` },
};

function codesIn(code: string): CodesIn {
  return new Map(Object.entries(codesInErrors)).get(code) ?? {};
}

/** A text that keeps its own direction: between "first strong isolate" and "pop directional isolate" (UAX #9). */
export function isolated(text: string): string {
  return `\u2068${text}\u2069`;
}
