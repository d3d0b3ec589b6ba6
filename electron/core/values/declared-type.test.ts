import { expect, it } from 'vitest';
import { readDeclaredType } from './declared-type.ts';

it.each([
  ['INTEGER', { kind: 'integer' }],
  ['smallint unsigned', { kind: 'integer' }],
  ['VARCHAR(80)', { kind: 'varchar', length: 80 }],
  ['NVARCHAR( 40 )', { kind: 'varchar', length: 40 }],
  ['NATIVE CHARACTER(70)', { kind: 'varchar', length: 70 }],
  ['VARCHAR', { kind: 'text' }],
  ['VARCHAR(0)', { kind: 'text' }],
  ['DECIMAL(10, 2)', { kind: 'decimal', precision: 10, scale: 2 }],
  ['NUMERIC', { kind: 'numeric' }],
  ['DOUBLE PRECISION', { kind: 'real' }],
  ['DATETIME', { kind: 'timestamp' }],
  ['TIMESTAMP WITH TIME ZONE', { kind: 'timestamp' }],
  ['timestamp(6)', { kind: 'timestamp' }],
  ['DATE', { kind: 'date' }],
  ['Time', { kind: 'time' }],
  ['bool', { kind: 'boolean' }],
  ['BLOB SUB_TYPE TEXT', { kind: 'text' }],
  ['VARBINARY(16)', { kind: 'blob' }],
  ['JSON', { kind: 'json' }],
  ['CHAR(32)', { kind: 'varchar', length: 32 }],
  ['', { kind: 'none' }],
  ['POINT', { kind: 'blob' }],
  ['MULTILINESTRING Z', { kind: 'blob' }],
  ['POINTS', { kind: 'integer' }],
  ['INTEGER_OR_TEXT', { kind: 'text' }],
  ['INTERVAL', { kind: 'none' }],
  ['banana', { kind: 'none' }],
])('%s is understood', (declared, expected) => {
  expect(readDeclaredType(declared)).toEqual(expected);
});
