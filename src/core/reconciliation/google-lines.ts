import { type Cause, type ReconciliationLine, reconciledLine } from './reconciliation-line.ts';

/** What became of the rows of a product: they are of a plan, or a reason why they are not. */
export type GoogleVerdict = 'plan' | 'other products' | 'unknown products' | 'rows without an order';

/** Earnings rows of one currency and verdict, by where they stand and when they are. Merchant currency, millionths. */
export interface GoogleTotal {
  readonly currency: string;
  readonly verdict: GoogleVerdict;
  /** In a file of the Pacific month that has the UTC month's name. */
  readonly inFile: boolean;
  /** Dated in the UTC month. */
  readonly inMonth: boolean;
  readonly amount: bigint;
}

/**
 * What the earnings files of a month sum up to, which is what Google pays for it, against the plan rows dated in the
 * UTC month. The causes are exact: the Pacific calendar of the files, other products, rows that name no order.
 */
export function googleLines(name: string, totals: readonly GoogleTotal[]): ReconciliationLine[] {
  const currencies = [...new Set(totals.filter(({ inFile }) => inFile).map(({ currency }) => currency))].sort();
  return currencies.map((currency) => {
    const own = totals.filter((total) => total.currency === currency);
    const sum = (fits: (total: GoogleTotal) => boolean): bigint =>
      own.filter(fits).reduce((all, each) => all + each.amount, 0n);
    const isPlan = ({ verdict }: GoogleTotal): boolean => verdict === 'plan';
    const causes: Cause[] = [
      { name: 'plan rows of the file outside the UTC month', amount: sum((t) => isPlan(t) && t.inFile && !t.inMonth) },
      { name: 'plan rows of the UTC month in other files', amount: -sum((t) => isPlan(t) && !t.inFile && t.inMonth) },
      ...(['other products', 'unknown products', 'rows without an order'] as const).map((verdict) => ({
        name: verdict,
        amount: sum((total) => total.verdict === verdict && total.inFile),
      })),
    ];
    return reconciledLine({
      provider: 'google',
      source: `earnings ${name}`,
      category: 'earnings',
      currency,
      ours: sum((total) => isPlan(total) && total.inMonth),
      theirs: sum(({ inFile }) => inFile),
      causes,
      acceptance: null,
      note: '',
      scope: null,
    });
  });
}
