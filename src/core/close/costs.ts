import type { MicroUsd } from '../money/micro.ts';
import { addMonths, type Month } from '../month/month.ts';
import type { SharedFee } from '../revenue/assembled.ts';
import { coverageFrom, coveredUpTo, postedIn, postedUpTo } from '../revenue/coverage.ts';
import type { Posting } from '../revenue/posting.ts';
import type { SourceLine } from '../revenue/provider.ts';

/** A row of costs.csv (R9): an applicable cost, spread from its month over the months it names. */
export interface CostRow {
  readonly month: Month;
  readonly description: string;
  readonly amount: MicroUsd;
  readonly months: number;
}

/** A cost and the line that states it. */
export interface CostItem extends CostRow {
  readonly source: SourceLine;
}

/** What a cost posts in a month, by R5. */
export function costPosting(cost: CostItem, month: Month): Posting {
  const coverage = coverageFrom(cost.month, cost.months);
  return {
    month,
    originalMonth: month,
    entry: 'cost',
    provider: 'costs',
    charge: cost.description,
    line: '',
    kind: 'cost',
    event: '',
    plan: '',
    coverage: { first: coverage.first, months: coverage.months, k: coveredUpTo(coverage, month) },
    scheduled: true,
    amounts: { gross: 0n, tax: 0n, fee: postedIn(cost.amount, coverage, month) },
    currency: 'USD',
    rate: null,
    source: cost.source,
  };
}

/** What a cost posts from a month on, in all (R5). */
export function costFrom(cost: CostItem, month: Month): MicroUsd {
  return cost.amount - postedUpTo(cost.amount, coverageFrom(cost.month, cost.months), addMonths(month, -1));
}

/** What a stand-alone fee posts, in its own month: the part of it that counts. */
export function sharedFeePosting(fee: SharedFee, counted: MicroUsd): Posting {
  return {
    month: fee.month,
    originalMonth: fee.month,
    entry: 'cost',
    provider: fee.provider,
    charge: fee.id,
    line: '',
    kind: 'cost',
    event: '',
    plan: '',
    coverage: null,
    scheduled: false,
    amounts: { gross: 0n, tax: 0n, fee: counted },
    currency: 'USD',
    rate: null,
    source: fee.source,
  };
}
