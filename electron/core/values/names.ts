/** PostgreSQL's limit for names in bytes (NAMEDATALEN - 1; its manual, Identifiers and Key Words). */
const limit = 63;

export function nameBytes(name: string): number {
  return Buffer.byteLength(name);
}

/** The name as PostgreSQL keeps it: cut to 63 bytes, never inside a character. */
export function clipName(name: string): string {
  return clipTo(name, limit);
}

function clipTo(name: string, bytes: number): string {
  if (nameBytes(name) <= bytes) return name;
  let clipped = '';
  for (const character of name) {
    if (nameBytes(clipped + character) > bytes) break;
    clipped += character;
  }
  return clipped;
}

/** Gives out names that differ from each other after PostgreSQL's cut. */
export class NameRegistry {
  readonly #taken = new Set<string>();

  /** Takes a name that has to stay as it is; false when it is gone already. */
  reserve(name: string): boolean {
    const clipped = clipName(name);
    if (this.#taken.has(clipped)) return false;
    this.#taken.add(clipped);
    return true;
  }

  /** `base` followed by `suffix`, shortened in the middle and numbered until it is free. */
  claim(base: string, suffix: string): string {
    for (let number = 1; ; number += 1) {
      const end = number === 1 ? suffix : `${suffix}${number}`;
      const name = `${clipTo(base, limit - nameBytes(end))}${end}`;
      if (this.reserve(name)) return name;
    }
  }
}
