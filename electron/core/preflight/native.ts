import type { TargetType } from '../../../shared/plan.ts';
import type { StoredValue } from '../values/stored-value.ts';
import type { Storage } from './screened.ts';

type StorageClass = 'integer' | 'real' | 'text' | 'blob';

/** The storage classes that a type stands for: expressions over such values mean the same on both sides. */
const nativeClasses: Record<TargetType['name'], readonly StorageClass[]> = {
  bigint: ['integer'],
  integer: ['integer'],
  smallint: ['integer'],
  'double precision': ['integer', 'real'],
  numeric: ['integer', 'real'],
  decimal: ['integer', 'real'],
  boolean: ['integer'],
  text: ['text'],
  varchar: ['text'],
  bytea: ['blob'],
  date: ['text'],
  time: ['text'],
  timestamp: ['text'],
  timestamptz: [],
  jsonb: ['text'],
  uuid: ['text'],
};

/** Whether a value became another one on its way, such as yes TRUE, or 25/12/2025 a date. */
export function isConverted(type: TargetType, value: NonNullable<StoredValue>, encoded: string): boolean {
  if (!nativeClasses[type.name].includes(classOf(value))) return true;
  return typeof value === 'string' && encoded !== value;
}

/** The same for all values of a screened column at once. */
export function isAllConverted(type: TargetType, storage: Storage): boolean {
  const classes = nativeClasses[type.name];
  switch (storage) {
    case 'nothing':
      return false;
    case 'integers':
      return !classes.includes('integer');
    case 'numbers':
      return !classes.includes('real');
    case 'texts':
      return !classes.includes('text');
    case 'blobs':
      return !classes.includes('blob');
    case 'mixed':
      return true;
  }
}

function classOf(value: NonNullable<StoredValue>): StorageClass {
  switch (typeof value) {
    case 'bigint':
      return 'integer';
    case 'number':
      return 'real';
    case 'string':
      return 'text';
    default:
      return 'blob';
  }
}
