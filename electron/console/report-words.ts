import type { i18n } from 'i18next';
import { isolated, sayingsIn } from '../../shared/console/sayings.ts';
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
  const list = (names: readonly string[]) =>
    new Intl.ListFormat(locale, { type: 'unit', style: 'short' }).format(names);
  const sayings = sayingsIn({ t, exists: (key, facts = {}) => spoken.exists(key, facts), list });
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
    verdictUnread: (names) => t('report.verdictUnread', { tables: list(names.map(isolated)) }),
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
      outcome: ({ kind, ...facts }) => t(`report.outcome.${kind}`, sayings.told(facts)),
      serves: (screen) => t('report.indexes.serves', { screen }),
    },
    times: { ...texts.times, phase: (name) => t(`stage.${name}`) },
    said: {
      finding: sayings.finding,
      leftOut: sayings.leftOut,
      kind: (kind) => t(`plan.kind.${kind}`),
      because: (reason) => {
        const { column, why } = sayings.reason(reason);
        return column === undefined ? why : `${isolated(column)}: ${why}`;
      },
      error: sayings.error,
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
