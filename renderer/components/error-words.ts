import { useTranslation } from 'react-i18next';
import type { ErrorReport } from '../../shared/errors/index.ts';
import type { Facts } from '../../shared/facts.ts';
import type { Finding, NotCarried } from '../../shared/finding.ts';
import { useNumbers } from './numbers.ts';

/** An error in the person's language, by its code and facts; as the engine said it where the code is unknown. */
export function useErrorWords(): (error: ErrorReport) => { what: string; todo: string } {
  const { t, i18n } = useTranslation();
  const told = useFacts();
  return ({ code, what, todo, facts }) => {
    if (!i18n.exists(`errors.${code}.what`)) return { what, todo };
    const known = told(facts);
    return { what: t(`errors.${code}.what`, known), todo: t(`errors.${code}.todo`, known) };
  };
}

/** What a finding means, in the person's language where it has words for its code. */
export function useFindingWords(): (finding: Finding) => string {
  const { t, i18n } = useTranslation();
  const told = useFacts();
  return ({ code, table, column, count, sentence, facts }) => {
    const known = { ...told({ table: table ?? '', column: column ?? '', ...facts }), count };
    if (code.endsWith('-not-carried')) {
      const why = `leftOut.${facts?.['why']}`;
      const words = { kind: t(`plan.kind.${facts?.['kind']}`), why: i18n.exists(why) ? t(why, known) : '' };
      return t('findings.not-carried', { ...known, ...words });
    }
    if (code.endsWith('-left-aside')) {
      return t('findings.left-aside', { ...known, kind: t(`attached.${facts?.['kind']}`) });
    }
    const key = `findings.${code}`;
    return i18n.exists(key, { count }) ? t(key, known) : sentence;
  };
}

/** Why something has no counterpart on the target. */
export function useLeftOutWords(): (one: NotCarried) => string {
  const { t, i18n } = useTranslation();
  const told = useFacts();
  return ({ code, reason, facts }) =>
    code !== undefined && i18n.exists(`leftOut.${code}`) ? t(`leftOut.${code}`, told(facts)) : reason;
}

const sameKey = /^(?:.+: )?the same key as an earlier row$/;
const noParent = /^(?:.+: )?no such row in (?<parent>.+)$/;
const refused = /^refused by the server: (?<words>.+)$/s;

/** Why a row was put aside, which the quarantine says in English. */
export function useReasonWords(): (reason: string) => string {
  const { t, i18n } = useTranslation();
  return (reason) => {
    if (sameKey.test(reason)) return t('reason.same key');
    const parent = noParent.exec(reason)?.groups?.['parent'];
    if (parent !== undefined) return t('reason.no parent', { parent: isolated(parent) });
    const words = refused.exec(reason)?.groups?.['words'];
    if (words !== undefined) return t('reason.refused', { words: isolated(words) });
    const key = `reason.${reason.slice(reason.lastIndexOf(': ') + 1).trim()}`;
    return i18n.exists(key) ? t(key) : reason;
  };
}

/** Facts fit for a sentence: lists joined, names kept apart from the direction of the text around them. */
export function useFacts(): (facts: Facts | undefined) => Record<string, string | number> {
  const { list } = useNumbers();
  return (facts = {}) =>
    Object.fromEntries(
      Object.entries(facts).map(([name, fact]) => {
        if (typeof fact === 'number') return [name, fact];
        if (typeof fact === 'boolean') return [name, String(fact)];
        return [name, typeof fact === 'string' ? isolated(fact) : list(fact.map(isolated))];
      }),
    );
}

/** Between "first strong isolate" and "pop directional isolate" (UAX #9). */
export function isolated(text: string): string {
  return `\u2068${text}\u2069`;
}
