/** What became of one piece of SQL: its PostgreSQL text, or why it has none. */
export type Translation = { kind: 'carried'; sql: string } | { kind: 'not carried'; reason: string };

/** Thrown inside the translator where SQLite's meaning can't be kept; becomes `not carried` at its edge. */
class Refusal extends Error {
  override readonly name = 'Refusal';
}

export function refuse(reason: string): never {
  throw new Refusal(reason);
}

/** Runs one translation; a refusal anywhere inside is its outcome. */
export function attempt<Outcome>(
  translate: () => Outcome,
): Outcome | Extract<Translation, { kind: 'not carried' }> {
  try {
    return translate();
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'not carried', reason: error.message };
    throw error;
  }
}
