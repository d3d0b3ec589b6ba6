import type { i18n } from 'i18next';
import type { Facts } from '../../shared/facts.ts';
import type { Finding } from '../../shared/finding.ts';
import { english, type ReportWords, type Worded } from '../core/report/words.ts';

/**
 * The words of a report in the language that `spoken` speaks. Numbers and dates are the language's own; what the run
 * said in English is said by its code and facts, and stays English where the language has no words for it.
 */
export function reportWords(spoken: i18n): ReportWords {
  const t = (key: string, facts: Record<string, unknown> = {}): string => spoken.t(key, facts);
  const texts = translated(english, 'report', t);
  const locale = t('language.locale');
  const number = (n: number) => new Intl.NumberFormat(locale).format(n);
  const rows = (n: number) => t('report.rows', { count: n });
  const tables = (n: number) => t('report.tables', { count: n });
  return {
    ...texts,
    lang: spoken.language,
    dir: t('language.direction'),
    number,
    rows,
    tables,
    seconds: (ms) =>
      t('report.seconds', { seconds: Math.round(ms / (ms < 10_000 ? 10 : 100)) / (ms < 10_000 ? 100 : 10) }),
    moment: (iso) =>
      new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'long' }).format(new Date(iso)),
    bytes: (n) => t('report.bytes', { megabytes: Math.round(n / 10_000) / 100 }),
    verdictUnread: (names) => t('report.verdictUnread', { tables: list(locale, names) }),
    verdictDetail: (n, of) => t('report.verdictDetail', { rows: rows(n), tables: tables(of) }),
    verdictKeptRows: (n) => t('report.verdictKeptRows', { rows: rows(n) }),
    verdictQuarantine: (quarantined, repaired) =>
      [
        ...(quarantined > 0 ? [t('report.inQuarantine', { rows: rows(quarantined) })] : []),
        ...(repaired > 0 ? [t('report.leftEmpty', { rows: rows(repaired) })] : []),
      ].join(' · '),
    checks: {
      ...texts.checks,
      values: {
        ...texts.checks.values,
        passed: (n, of) => t('report.checks.values.passed', { rows: rows(n), tables: tables(of) }),
      },
      rows: {
        ...texts.checks.rows,
        passed: (source, loaded, quarantined) =>
          t('report.checks.rows.passed', { source, loaded, quarantined }),
        merged: (_source, _quarantined, kept) => t('report.checks.rows.merged', { kept }),
      },
      structure: {
        ...texts.checks.structure,
        passed: (indexes) => t('report.checks.structure.passed', { indexes }),
        merged: (fresh, live) => t('report.checks.structure.merged', { fresh, live }),
      },
    },
    quarantine: { ...texts.quarantine, more: (more) => t('report.quarantine.more', { more }) },
    notCarried: { ...texts.notCarried, on: (table) => t('report.notCarried.on', { table: isolated(table) }) },
    indexes: {
      ...texts.indexes,
      outcome: ({ kind, ...facts }) => t(`report.outcome.${kind}`, told(locale, facts)),
      serves: (screen) => t('report.indexes.serves', { screen }),
    },
    times: { ...texts.times, phase: (name) => t(`stage.${name}`) },
    said: {
      finding: (finding) => findingWords(spoken, finding),
      leftOut: ({ code, reason, facts }) =>
        code === undefined
          ? reason
          : spoken.t(`leftOut.${code}`, { defaultValue: reason, ...told(locale, facts) }),
      kind: (kind) => t(`plan.kind.${kind}`),
      because: (reason) => reasonWords(spoken, reason),
      error: ({ code, what, todo, facts }) => ({
        what: spoken.t(`errors.${code}.what`, { defaultValue: what, ...told(locale, facts) }),
        todo: spoken.t(`errors.${code}.todo`, { defaultValue: todo, ...told(locale, facts) }),
      }),
      screen: ({ name, screen }) => spoken.t(`report.screen.${name}`, { defaultValue: screen }),
      purpose: ({ name, reason }) =>
        spoken.t([`report.purpose.${reason}`, `report.screen.${name}`], { defaultValue: reason }),
    },
  };
}

/** The texts of a model by their place in it; its functions stay as they are, for whoever replaces them. */
function translated<Words>(model: Words, path: string, t: (key: string) => string): Worded<Words> {
  const inner = (value: unknown, at: string): unknown => {
    if (typeof value === 'string') return t(at);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [name, inner(one, `${at}.${name}`)]),
    );
  };
  // Each text is replaced by a text, so that the shape stays; TypeScript can't follow a walk over it.
  return inner(model, path) as Worded<Words>;
}

function findingWords({ t, exists }: i18n, { code, table, column, count, sentence, facts }: Finding): string {
  const known = {
    ...told(t('language.locale'), { table: table ?? '', column: column ?? '', ...facts }),
    count,
  };
  if (code.endsWith('-not-carried')) {
    const why = `leftOut.${facts?.['why']}`;
    const words = { kind: t(`plan.kind.${facts?.['kind']}`), why: exists(why) ? t(why, known) : '' };
    return t('findings.not-carried', { ...known, ...words });
  }
  if (code.endsWith('-left-aside')) {
    return t('findings.left-aside', { ...known, kind: t(`attached.${facts?.['kind']}`) });
  }
  return t(`findings.${code}`, { defaultValue: sentence, ...known });
}

/** A reason names the column first; behind it stands one of few phrases, or the server's own words. */
function reasonWords({ t, exists }: i18n, reason: string): string {
  const [, column, phrase = reason] = /^(?:(.+?): )?(.+)$/s.exec(reason) ?? [];
  const parent = /^no such row in (.+)$/s.exec(phrase)?.[1];
  const before = column === undefined ? '' : `${isolated(column)}: `;
  if (column === 'refused by the server') return t('reason.refused', { words: isolated(phrase) });
  if (phrase === 'the same key as an earlier row') return before + t('reason.same key');
  if (parent !== undefined) return before + t('reason.no parent', { parent: isolated(parent) });
  return exists(`reason.${phrase}`) ? before + t(`reason.${phrase}`) : reason;
}

/** Facts fit for a sentence: names keep their own direction. */
function told(locale: string, facts: Facts = {}): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => {
      if (typeof fact === 'string') return [name, isolated(fact)];
      return [name, Array.isArray(fact) ? list(locale, fact) : fact];
    }),
  );
}

function list(locale: string, names: readonly string[]): string {
  return new Intl.ListFormat(locale, { type: 'unit', style: 'short' }).format(names.map(isolated));
}

/** Between "first strong isolate" and "pop directional isolate" (UAX #9). */
function isolated(text: string): string {
  return `\u2068${text}\u2069`;
}
