import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { locale } from '../locales/index.ts';

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** Numbers, sizes, times in the form of the person's language. */
export function useNumbers() {
  const { i18n } = useTranslation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the locale changes with the language
  return useMemo(() => numbersOf(locale()), [i18n.language]);
}

function numbersOf(name: string) {
  const whole = new Intl.NumberFormat(name, { maximumFractionDigits: 0 });
  const small = new Intl.NumberFormat(name, { maximumFractionDigits: 1 });
  const fraction = new Intl.NumberFormat(name, { style: 'percent', maximumFractionDigits: 0 });
  const dateTime = new Intl.DateTimeFormat(name, { dateStyle: 'medium', timeStyle: 'short' });
  const time = new Intl.DateTimeFormat(name, { timeStyle: 'medium' });
  const list = new Intl.ListFormat(name, { type: 'conjunction' });
  const inUnit = (
    value: number,
    unit: string,
    unitDisplay: 'short' | 'long',
    maximumFractionDigits: number,
  ) => new Intl.NumberFormat(name, { style: 'unit', unit, unitDisplay, maximumFractionDigits }).format(value);
  const seconds = (value: number) => {
    if (value < 90) return inUnit(value, 'second', 'long', value < 10 ? 1 : 0);
    if (value >= 2 * 86_400) return inUnit(Math.floor(value / 86_400), 'day', 'long', 0);
    if (value >= 2 * 3600) return inUnit(Math.floor(value / 3600), 'hour', 'long', 0);
    const minutes = inUnit(Math.floor(value / 60), 'minute', 'long', 0);
    const rest = Math.round(value % 60);
    return value >= 600 || rest === 0 ? minutes : list.format([minutes, inUnit(rest, 'second', 'long', 0)]);
  };
  return {
    /** A count with separators. */
    count: (value: number) => whole.format(value),
    /** A number that may be small: with a fraction below ten. */
    fine: (value: number) => (value < 10 ? small : whole).format(value),
    /** Bytes in the largest fitting unit. */
    bytes: (value: number) => {
      const power = Math.min(units.length - 1, value < 1 ? 0 : Math.floor(Math.log10(value) / 3));
      const unit = units[power] ?? 'byte';
      return inUnit(value / 1000 ** power, unit, power === 0 ? 'long' : 'short', 1);
    },
    /** Seconds as a length of time. */
    seconds,
    /** Seconds where there is little room. */
    briefSeconds: (value: number) => inUnit(value, 'second', 'short', 0),
    /** Milliseconds as a length of time, with two digits that count or all whole ones; never broken, in Arabic not even between its unit's words. */
    milliseconds: (value: number) => {
      const [unit, amount] =
        value < 999.5 ? (['millisecond', value] as const) : (['second', value / 1000] as const);
      const digits = amount < 9.95 ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: 0 };
      return new Intl.NumberFormat(name, { style: 'unit', unit, ...digits })
        .format(amount)
        .replaceAll(' ', '\u00a0');
    },
    /** A number that is worth no more than two digits, such as how many times as fast. */
    rough: (value: number) => new Intl.NumberFormat(name, { maximumSignificantDigits: 2 }).format(value),
    /** From one to another, each in its form; one number where both look the same. */
    range: (from: number, to: number, form: (value: number) => string) =>
      form(from) === form(to) ? form(from) : `${form(from)}\u2009\u2013\u2009${form(to)}`,
    percent: (value: number) => fraction.format(value),
    /** A part of a whole where the last nines matter, such as 99.9 %. */
    share: (value: number) =>
      new Intl.NumberFormat(name, { style: 'percent', maximumFractionDigits: 2 }).format(value),
    moment: (iso: string) => dateTime.format(new Date(iso)),
    time: (iso: string) => time.format(new Date(iso)),
    list: (items: readonly string[]) => list.format(items),
  };
}
