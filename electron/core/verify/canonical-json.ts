import { decimalOf, decimalValue } from './canonical-number.ts';

/**
 * A JSON text as jsonb prints it: members in order of their names' length and bytes, the last of doubled
 * names, numbers as numeric with the zeros they were written with (PostgreSQL manual, 8.14 "JSON Types").
 * Undefined for what isn't JSON.
 */
export function canonicalJson(text: string): string | undefined {
  return rewrite(text, decimalOf);
}

/** The same for comparing values: 1.10 and 1.1 become one text. */
export function jsonValue(text: string): string | undefined {
  return rewrite(text, decimalValue);
}

type NumberText = (text: string) => string | undefined;

/** A number as it stands in the text; a JavaScript number would lose digits. */
class JsonNumber {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

function rewrite(text: string, numberText: NumberText): string | undefined {
  try {
    return print(JSON.parse(text, keepNumber), numberText);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function keepNumber(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  return typeof value === 'number' ? new JsonNumber(context?.source ?? String(value)) : value;
}

function print(value: unknown, numberText: NumberText): string {
  if (value instanceof JsonNumber) {
    const text = numberText(value.text);
    if (text === undefined) throw new SyntaxError('number beyond numeric');
    return text;
  }
  if (typeof value === 'string') return printString(value);
  if (Array.isArray(value)) return `[${value.map((item) => print(item, numberText)).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const members = Object.entries(value)
    .map(([name, member]) => ({
      name: Buffer.from(name),
      text: `${printString(name)}: ${print(member, numberText)}`,
    }))
    .sort((a, b) => a.name.length - b.name.length || Buffer.compare(a.name, b.name));
  return `{${members.map((member) => member.text).join(', ')}}`;
}

/** JavaScript escapes what PostgreSQL escapes, and lone surrogates besides, which no server holds. */
function printString(value: string): string {
  return JSON.stringify(value);
}
