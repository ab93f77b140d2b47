import type { NamedSpan } from '../../core/close/inputs/named-span.ts';

/** What a file's name tells: which period's report it is, so that a later download can replace it (docs/inputs.md). */
export interface ToldByName {
  /** Apple: `YYYY-MM-DD`; Google: `YYYYMM`; empty when only the rows can tell. */
  readonly period: string;
  /** Apple vendor number, Google payments profile and file number; empty when the name does not tell. */
  readonly profile: string;
  /** What is not wrong but worth a look, said after the name; null for nothing. */
  readonly warning: string | null;
  /** When its rows can have happened; null where the name does not tell, or where reading refuses rows of other times. */
  readonly span: NamedSpan | null;
}

export const NOTHING_TOLD: ToldByName = { period: '', profile: '', warning: null, span: null };

/** Counts what rows say of their period; the most frequent wins, the earlier of equals. */
export class PeriodVote {
  readonly #votes = new Map<string, number>();

  add(period: string): void {
    this.#votes.set(period, (this.#votes.get(period) ?? 0) + 1);
  }

  winner(): string {
    const ranked = [...this.#votes].sort(([a, votesA], [b, votesB]) => votesB - votesA || (a < b ? -1 : 1));
    return ranked[0]?.[0] ?? '';
  }
}
