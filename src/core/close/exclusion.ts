import type { MicroSpark, MicroUsd } from '../money/micro.ts';
import type { Month } from '../month/month.ts';
import type { Provider } from '../revenue/provider.ts';
import type { JobExclusionReason } from '../usage/exclusion-rules.ts';

/** Why money is left out (R4, R6, R9). */
export type MoneyExclusionReason =
  | 'not-subscription'
  | 'not-revenue'
  | 'other-product'
  | 'test-mode'
  | 'trial'
  | 'coupon'
  | 'paid-by-credit'
  | 'out-of-band'
  | 'credited-to-balance'
  | 'zero-price'
  | 'tax-to-remit'
  | 'fx-difference'
  | 'before-first-month'
  | 'shared-fee-rest';

/** One row, or part of one, that is left out with its reason. */
export interface MoneyExclusion {
  readonly reason: MoneyExclusionReason;
  readonly provider: Provider;
  readonly month: Month;
  /** Micro-dollars, signed as printed; null when its currency has no rate. */
  readonly amount: MicroUsd | null;
}

/** A line of exclusions.csv. */
export type ExclusionTotal =
  | {
      readonly reason: MoneyExclusionReason;
      readonly source: Provider;
      readonly rows: number;
      readonly amount: MicroUsd;
    }
  | {
      readonly reason: JobExclusionReason;
      readonly source: 'job-log';
      readonly rows: number;
      readonly points: MicroSpark;
    };
