import { formatMicro } from '../money/micro.ts';
import type { Provider } from '../revenue/provider.ts';
import { compareText } from '../text/compare-text.ts';
import type { GapScope } from './gap-scope.ts';

/**
 * Whether what a provider says of a month agrees with our rows: `ties` to the micro-unit; `explained` when named causes
 * sum to the difference; `accepted` when a person decided about the rest; otherwise `unexplained`.
 */
export type LineStatus = 'ties' | 'explained' | 'unexplained' | 'accepted';

/** A named cause of a difference, signed like it: what the provider has and we do not is positive. */
export interface Cause {
  readonly name: string;
  readonly amount: bigint;
}

/** What is compared, and what is known about the difference. Millionths of the line's currency, or of a unit or row. */
export interface Comparison {
  readonly provider: Provider;
  /** The provider's statement and its period, e.g. `payments 2026-10`; no file name. */
  readonly source: string;
  readonly category: string;
  readonly currency: string;
  readonly ours: bigint;
  readonly theirs: bigint;
  readonly causes: readonly Cause[];
  /** What a person decided about the part that no cause explains; null without a decision. */
  readonly acceptance: string | null;
  /** Said in any case, beside the causes. */
  readonly note: string;
  /** Where to search for rows that account for what no cause explains; null where there are none. */
  readonly scope: GapScope | null;
}

/** A line of reconciliation.csv. */
export interface ReconciliationLine extends Comparison {
  /** The provider's amount minus ours. */
  readonly difference: bigint;
  /** The part of the difference that no cause explains. */
  readonly unexplained: bigint;
  readonly status: LineStatus;
  readonly why: string;
}

/** Judges a comparison. Causes of size zero say nothing and are left out. */
export function reconciledLine(comparison: Comparison): ReconciliationLine {
  const causes = comparison.causes.filter(({ amount }) => amount !== 0n);
  const difference = comparison.theirs - comparison.ours;
  const unexplained = causes.reduce((rest, { amount }) => rest - amount, difference);
  return {
    ...comparison,
    causes,
    difference,
    unexplained,
    status: statusOf(unexplained, causes.length, comparison.acceptance),
    why: whyOf(causes, unexplained, comparison),
  };
}

/** Lines by provider, source, category and currency. */
export function inReportOrder(lines: readonly ReconciliationLine[]): ReconciliationLine[] {
  return [...lines].sort(
    (a, b) =>
      compareText(a.provider, b.provider) ||
      compareText(a.source, b.source) ||
      compareText(a.category, b.category) ||
      compareText(a.currency, b.currency),
  );
}

function statusOf(unexplained: bigint, causes: number, acceptance: string | null): LineStatus {
  if (unexplained !== 0n) return acceptance === null ? 'unexplained' : 'accepted';
  return causes === 0 ? 'ties' : 'explained';
}

function whyOf(causes: readonly Cause[], unexplained: bigint, { acceptance, note }: Comparison): string {
  const parts = causes.map(({ name, amount }) => `${name} ${formatMicro(amount)}`);
  if (unexplained !== 0n) {
    parts.push(`${acceptance ?? 'not explained'} ${formatMicro(unexplained)}`);
  }
  if (note !== '') parts.push(note);
  return parts.join('; ');
}
