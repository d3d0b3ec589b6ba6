import type { StoredValue } from '../values/stored-value.ts';

type Value = NonNullable<StoredValue>;

/** A column of words, days or keys of another table has few values, each many times; more would be of no use. */
const mostKept = 16_384;
/** Longer texts are seldom alike. */
const longest = 64;

/** A function of a column's values, which knows those that it has seen. */
export class Remembering<Answer> {
  readonly #ask: (value: Value) => Answer;
  readonly #kept = new Map<Value, { readonly answer: Answer }>();
  #isFull = false;
  #all = true;

  constructor(ask: (value: Value) => Answer) {
    this.#ask = ask;
  }

  /** Every value that came, each once; undefined when they were too many or too long. */
  get allValues(): Value[] | undefined {
    return this.#all ? [...this.#kept.keys()] : undefined;
  }

  of(value: Value): Answer {
    if (this.#isFull) return this.#ask(value);
    const known = this.#kept.get(value);
    if (known !== undefined) return known.answer;
    const answer = this.#ask(value);
    const fits = typeof value === 'string' ? value.length <= longest : typeof value !== 'object';
    if (fits) this.#kept.set(value, { answer });
    this.#isFull = this.#kept.size === mostKept;
    this.#all &&= fits && !this.#isFull;
    return answer;
  }
}
