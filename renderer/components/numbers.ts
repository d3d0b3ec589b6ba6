import { useTranslation } from 'react-i18next';

/** Numbers, sizes, times in the form of the person's language. Arabic keeps the digits of its readers in Qatar. */
export function useNumbers() {
  const { i18n } = useTranslation();
  const locale = i18n.language === 'ar' ? 'ar-QA' : 'en-GB';
  const number = new Intl.NumberFormat(locale);
  const one = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  return {
    /** A count with separators. */
    count: (value: number) => number.format(Math.round(value)),
    /** Bytes in the largest fitting unit. */
    bytes: (value: number) => {
      const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
      const power = Math.min(units.length - 1, value < 1 ? 0 : Math.floor(Math.log10(value) / 3));
      const unit = units[power] ?? 'byte';
      const style = { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 } as const;
      return new Intl.NumberFormat(locale, style).format(value / 1000 ** power);
    },
    /** Seconds as a length of time. */
    seconds: (value: number) => {
      const inMinutes = value >= 90;
      const style = { style: 'unit', unit: inMinutes ? 'minute' : 'second', unitDisplay: 'long' } as const;
      const digits = { maximumFractionDigits: value < 10 ? 1 : 0 };
      return new Intl.NumberFormat(locale, { ...style, ...digits }).format(inMinutes ? value / 60 : value);
    },
    percent: (fraction: number) =>
      new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(fraction),
    decimal: (value: number) => one.format(value),
    moment: (iso: string) =>
      new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso)),
  };
}
