import type { PlannedTable, TargetType } from '../../../shared/plan.ts';
import { jsonValue } from './canonical-json.ts';
import { decimalValue, floatText } from './canonical-number.ts';
import { escapeField, noField, nullField, unescapeField } from './copy-text.ts';

/**
 * Rewrites a line of COPY so that equal rows have one text, where a type has several for a value. What
 * `isSameValue` tells of two texts, this makes visible to a hash.
 */
export function oneText(planned: PlannedTable): (line: string | Buffer) => string | Buffer {
  const fields = planned.columns.map(({ type }) => fieldText(type));
  if (fields.every((field) => field === undefined)) return (line) => line;
  return (line) => {
    const parts = line.toString().replace(/\n$/, '').split('\t');
    const texts = parts.map((part, index) => {
      return part === nullField || part === noField ? part : (fields[index]?.(part) ?? part);
    });
    return `${texts.join('\t')}\n`;
  };
}

function fieldText(type: TargetType): ((field: string) => string | undefined) | undefined {
  switch (type.name) {
    case 'numeric':
      return decimalValue;
    case 'double precision':
      return (field) => floatText(Number(field));
    case 'jsonb':
      return (field) => {
        const value = jsonValue(unescapeField(field));
        return value === undefined ? undefined : escapeField(value);
      };
    default:
      return undefined;
  }
}
