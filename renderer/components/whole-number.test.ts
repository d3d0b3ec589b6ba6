import { expect, test } from 'vitest';
import { wholeNumberOf, withPlainDigits } from './whole-number.ts';

test.each([
  ['5432', 5432],
  ['٥٤٣٢', 5432],
  ['۵۴۳۲', 5432],
  ['٠١٢٣٤٥٦٧٨٩', 123456789],
  ['۰۱۲۳۴۵۶۷۸۹', 123456789],
  // As a person copies it from a page in Arabic or English.
  ['١٬١٠٠٬٠٠٠', 1_100_000],
  ['1,100,000', 1_100_000],
  [' ۱2٣ ', 123],
  ['', undefined],
  ['-', undefined],
])('%s is %s', (text, number) => {
  expect(wholeNumberOf(text)).toBe(number);
});

test('letters stay what they are', () => {
  expect(withPlainDigits('١٢ محرم، port 5')).toBe('12 محرم، port 5');
});
