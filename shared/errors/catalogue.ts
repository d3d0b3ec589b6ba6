/**
 * What a person is told: what happened, and what to do about it. One sentence each, from the facts of the case,
 * which never include a password.
 */
export interface Explanation {
  readonly what: string;
  readonly todo: string;
}
