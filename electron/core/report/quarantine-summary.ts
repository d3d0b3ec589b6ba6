import type { QuarantineEntry } from '../../../shared/run.ts';

/** Entries of one table and column with the same reason and action. */
export interface QuarantineGroup {
  readonly table: string;
  readonly column?: string;
  readonly reason: string;
  readonly action: QuarantineEntry['action'];
  readonly count: number;
}

/** What the page shows of a quarantine of any size. */
export interface QuarantineSummary {
  readonly count: number;
  /** Most frequent first; at most `maxGroups`. */
  readonly groups: readonly QuarantineGroup[];
  /** Entries that belong to none of `groups`. */
  readonly ungrouped: number;
  /** The first entries of each group, at most `maxEntriesOfGroup` of one and `maxEntries` of all. */
  readonly entries: readonly QuarantineEntry[];
}

const maxGroups = 50;
const maxEntries = 200;
export const maxEntriesOfGroup = 10;

/** Counts entries one by one in bounded memory. */
export class QuarantineCounter {
  #count = 0;
  #ungrouped = 0;
  readonly #groups = new Map<string, QuarantineGroup>();
  readonly #entries: QuarantineEntry[] = [];

  add(entry: QuarantineEntry): void {
    this.#count += 1;
    const { table, column, reason, action } = entry;
    const id = JSON.stringify([table, column, reason, action]);
    const group = this.#groups.get(id);
    if (group === undefined && this.#groups.size === maxGroups) {
      this.#ungrouped += 1;
      return;
    }
    const countOfGroup = (group?.count ?? 0) + 1;
    if (countOfGroup <= maxEntriesOfGroup && this.#entries.length < maxEntries) this.#entries.push(entry);
    const place = column === undefined ? { table } : { table, column };
    this.#groups.set(id, { ...place, reason, action, count: countOfGroup });
  }

  summary(): QuarantineSummary {
    return {
      count: this.#count,
      groups: [...this.#groups.values()].sort((a, b) => b.count - a.count),
      ungrouped: this.#ungrouped,
      entries: this.#entries,
    };
  }
}
