import { z } from 'zod';

const Fact = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()).readonly()]);
type Fact = z.infer<typeof Fact>;

/** What a sentence mentions, for whoever says it in another language. Never a secret. */
export const Facts = z.record(z.string(), Fact);
export type Facts = z.infer<typeof Facts>;

/** Those that are there, of facts some of which may be left open. */
export function knownFacts(facts: object): Facts {
  return Object.fromEntries(Object.entries(facts).filter(isKnown));
}

function isKnown(entry: [string, unknown]): entry is [string, Fact] {
  return Fact.safeParse(entry[1]).success;
}
