import type { TargetType } from '../../../shared/plan.ts';
import { jsonValue } from './canonical-json.ts';
import { decimalValue, isDecimal } from './canonical-number.ts';
import type { Cell } from './cell.ts';

/**
 * Asked when the texts differ: whether the type has more than one text for a value, and these two are
 * such. Exact: nothing is rounded.
 *
 * @param expected canonical text of the source's value
 * @param found text of the target's value
 */
export function isSameValue(type: TargetType, cell: Cell, expected: string, found: string): boolean {
  switch (type.name) {
    case 'numeric':
      return decimalValue(expected) !== undefined && decimalValue(expected) === decimalValue(found);
    case 'double precision':
      // Of two shortest texts PostgreSQL leaves out the one that lies on the very border to the next float.
      return Object.is(Number(expected), Number(found));
    case 'jsonb':
      return jsonValue(expected) === jsonValue(found);
    case 'text':
    case 'varchar':
      return typeof cell === 'number' && isTextOfReal(cell, found);
    default:
      return false;
  }
}

/** A REAL kept as text has no one notation: 100.0, 100 and 1e2 are the same number. */
function isTextOfReal(cell: number, text: string): boolean {
  if (isDecimal(text)) return Number(text) === cell;
  const infinity = /^(-?)inf(?:inity)?$/i.exec(text);
  return infinity !== null && cell === (infinity[1] === '-' ? -Infinity : Infinity);
}
