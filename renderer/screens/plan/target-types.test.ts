import { expect, test } from 'vitest';
import { typesToChoose, typeText } from './target-types.ts';

function texts(declared: string): string[] {
  return typesToChoose({ name: 'text' }, declared).map(typeText);
}

test('the type that a column has stands first, once', () => {
  expect(texts('TEXT')[0]).toBe('text');
  expect(texts('TEXT').filter((text) => text === 'text')).toHaveLength(1);
});

test.each([
  ['VARCHAR(120)', 'varchar(120)'],
  ['character varying ( 40 )', 'varchar(40)'],
  ['NUMERIC(8, 2)', 'decimal(8, 2)'],
  ['decimal(5)', 'decimal(5, 0)'],
])('a column declared as %s can be given %s again', (declared, wanted) => {
  expect(texts(declared)).toContain(wanted);
});

test.each(['', 'INTEGER', 'VARCHAR(0)', 'DECIMAL(2000)', 'VARCHAR(x)'])('%s adds nothing', (declared) => {
  expect(texts(declared)).toEqual(texts('TEXT'));
});
