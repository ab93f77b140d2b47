import type { MicroSpark, MicroUsd } from '../money/micro.ts';
import type { Month } from '../month/month.ts';
import type { Provider } from '../revenue/provider.ts';
import type { JobExclusionReason } from '../usage/exclusion-rules.ts';
import type { PaidElsewhere } from '../usage/month-usage.ts';

/** Why money is left out (R4, R6, R9), and what each reason means. */
export const MONEY_EXCLUSIONS = {
  'not-subscription': 'A charge without an invoice of a subscription, with its refunds and disputes.',
  'not-revenue': 'Payouts, transfers, reserves: money that moves between accounts.',
  'other-product': 'What other_products names: packs and the like, also as lines of an invoice.',
  'test-mode': 'An invoice of Stripe’s test mode.',
  trial: 'A free trial: nothing was charged.',
  coupon: 'An invoice that a discount brought to zero.',
  'paid-by-credit': 'An invoice that the customer’s balance or a credit grant paid: the money came before, or never.',
  'out-of-band': 'An invoice that was marked as paid outside Stripe, or of which a person said so.',
  'no-ledger-row': 'A paid invoice of a day that no imported ledger covers: its money is not in the data.',
  'credited-to-balance': 'A negative invoice: it went to the customer’s balance, not back to the customer.',
  'netted-out': 'An invoice of zero whose lines cancel out: the unused time of one plan paid for another.',
  'zero-price': 'An Apple sale or a Stripe invoice at 0.00 that is no free trial.',
  'tax-to-remit': 'Tax that Google hands over to be remitted, and its refund.',
  'before-first-month':
    'The part of a claw-back that falls on months before first_month, which were never shared (its gross).',
  'fx-difference': 'What another day’s exchange rate made of a refund in another presentment currency.',
  'opening-replaced': 'A row of opening.csv whose charge an export holds, or that stands twice: it counts once.',
  'shared-fee-rest': 'The part of a fee for the whole account that is not for subscriptions.',
} as const;

export type MoneyExclusionReason = keyof typeof MONEY_EXCLUSIONS;

/** What would be no revenue, whatever was decided: movements between accounts, and what counts elsewhere. */
export const MOVES_NO_REVENUE: ReadonlySet<MoneyExclusionReason> = new Set(['not-revenue', 'opening-replaced']);

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
      /** Of not-subscription: by what paid the jobs; sums to the whole. */
      readonly paidBy?: readonly PaidElsewhere[];
    };
