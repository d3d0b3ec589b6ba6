/** What a person is told: what happened, and what to do about it. One sentence each. */
export interface Explanation {
  readonly what: string;
  readonly todo: string;
}

/** Builds an explanation from the facts of one case. The facts never include a password. */
export type Explain<Facts> = (facts: Facts) => Explanation;
