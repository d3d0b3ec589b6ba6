import type { NotCarried } from '../../../shared/finding.ts';

/** What is carried of a kind of object, and what isn't. */
export interface Built<Part> {
  readonly parts: Part[];
  readonly notCarried: NotCarried[];
}
