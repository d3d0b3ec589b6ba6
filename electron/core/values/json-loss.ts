const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|-?\d[\d.eE+-]*/g;

/**
 * Whether jsonb would keep less of a JSON text than it says: of a name that an object says twice it keeps the last
 * value only, and its numbers have the limits of numeric (PostgreSQL manual, JSON Types).
 */
export function losesAsJsonb(json: string): boolean {
  const objects: (Set<string> | undefined)[] = [];
  let last = '';
  for (const [found] of json.matchAll(token)) {
    if (found === '{') objects.push(new Set());
    else if (found === '[') objects.push(undefined);
    else if (found === '}' || found === ']') objects.pop();
    else if (found === ':') {
      const names = objects.at(-1);
      const name: unknown = last.includes('\\') ? JSON.parse(last) : last.slice(1, -1);
      if (names?.has(String(name))) return true;
      names?.add(String(name));
    } else if (found !== ',' && !found.startsWith('"') && isBeyondNumeric(found)) return true;
    last = found;
  }
  return false;
}

/** At most 131,072 digits before the point and 16,383 after it (PostgreSQL manual, Numeric Types). */
function isBeyondNumeric(number: string): boolean {
  const [mantissa = '', power = '0'] = number.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  return whole.length + Number(power) > 131_072 || fraction.length - Number(power) > 16_383;
}
