import { compareText } from '../text/compare-text.ts';
import type { MonthUsage } from '../usage/month-usage.ts';
import type { ExclusionTotal, MoneyExclusion } from './exclusion.ts';

/** Adds up what is left out of one month, by reason and source. */
export class ExclusionSum {
  readonly #totals = new Map<string, { exclusion: MoneyExclusion; rows: number; amount: bigint }>();

  add(exclusion: MoneyExclusion): void {
    const key = `${exclusion.reason} ${exclusion.provider}`;
    const total = this.#totals.get(key) ?? { exclusion, rows: 0, amount: 0n };
    total.rows += 1;
    total.amount += exclusion.amount ?? 0n;
    this.#totals.set(key, total);
  }

  /** Money and jobs together, sorted by reason and source. */
  totals(usage: MonthUsage): ExclusionTotal[] {
    const money = [...this.#totals.values()].map(({ exclusion, rows, amount }): ExclusionTotal => {
      return { reason: exclusion.reason, source: exclusion.provider, rows, amount };
    });
    const jobs = usage.excluded.map(({ jobs: rows, ...excluded }): ExclusionTotal => {
      return { ...excluded, source: 'job-log', rows };
    });
    return [...money, ...jobs].sort((a, b) => compareText(keyOf(a), keyOf(b)));
  }
}

function keyOf(total: ExclusionTotal): string {
  return `${total.reason} ${total.source}`;
}
