import { affinityOf } from '../../values/affinity.ts';
import { asDouble, asNumber, asText } from './convert.ts';
import { call, cast } from './postgres.ts';
import { refuse } from './translation.ts';
import { isInteger, isNumber, type Value, value } from './value.ts';

/** CAST, which goes by affinity. A column in a CAST is still a column to the rules of collation. */
export function castTo(of: Value, typeName: string): Value {
  const { collation } = of;
  return { ...castValue(of, typeName), ...(collation ? { collation } : {}) };
}

function castValue(of: Value, typeName: string): Value {
  const affinity = affinityOf(typeName);
  if (affinity === 'TEXT') return { ...asText(of), affinity };
  if (affinity === 'REAL') return value('double', asDouble(of), { affinity });
  if (affinity === 'INTEGER') return castToInteger(of);
  if (affinity === 'NUMERIC' && isNumber(of)) return { ...of, affinity };
  if (affinity === 'BLOB' && of.kind === 'bytea') return { ...of, affinity };
  return refuse(`It casts to ${typeName || 'nothing'}, which changes the storage class in SQLite.`);
}

function castToInteger(of: Value): Value {
  const numeric = asNumber(of);
  if (isInteger(numeric)) return { ...numeric, affinity: 'INTEGER' };
  return value('bigint', cast(call('trunc', numeric), 'bigint'), { affinity: 'INTEGER' });
}
