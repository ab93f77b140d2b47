import type { MicroUsd } from '../../money/micro.ts';
import type { Provider, SourceLine } from '../../revenue/provider.ts';
import { compareText } from '../../text/compare-text.ts';

/** Every warning: worth a look, changes no figure and holds nothing up. */
export const WARNINGS = {
  'far-from-list-price':
    'The charge is below half or above twice of the list price of its plan: a coupon, another currency’s price, or another plan.',
  'unusual-term': 'The charge covers a number of months for which its plan is not sold: check the plan’s term.',
  'costs-beyond-charge':
    'The provider’s fee and the customer’s tax are all that the charge was, or more: it brings nothing, or less. Check its amounts at the provider.',
  'charge-beyond-invoice':
    'More was charged than the invoice had due, and all of it counts: a row of the ledger may stand twice under two ids, or the invoice was changed.',
  'billed-by-two-stores':
    'Two subscriptions of one account (subscribers.csv) in two stores pay for the month: one of them may be refunded soon.',
  'unpaid-use':
    'An account of subscribers.csv used its plan on days that none of its charges pays for, and no trial by the job log: a charge may be missing, or the plan was used without one.',
  'disputed-use': 'An account of subscribers.csv used its plan while a charge that pays for those days was disputed.',
  'unmatched-subscribers':
    'Rows of subscribers.csv fit no charge, or their accounts no wallet: nothing about them can be told. An id may be of another kind (a Stripe customer’s), mistyped or of another letter case; or a subscription is on trial.',
  'unfinished-log':
    'The job log ends inside its last line: a number there may be cut off, and rows may be missing. Import the whole log.',
  'twin-log':
    'Most jobs of the log say the same as jobs of other logs, but for their ids, and all of them count: one export may hold the other’s jobs under the ids of another system. While no month is final, begin the books again without one of them; else withhold its jobs.',
  'refunded-after':
    'Jobs are credited by the row by which they completed, and another row says that they were refunded since. That takes nothing back (R11): where it should, withhold each job (a row `job`, its id, `withhold` and a note for `exceptions --apply`).',
  'unfinished-report':
    'A report of Apple’s or Google’s ends inside its last line: rows may be missing. Download it again.',
  'nothing-credited':
    'No job of the month is credited, so that its pool is carried whole: participation.csv, or a column of the job log, may be empty or say one thing of all by mistake.',
  'fewer-jobs':
    'Jobs that a final month credited are not there any more, or count for less: rows of the table were deleted or changed, a later log contradicts them, or a job was withheld since. Nothing is taken back; an adjustment can.',
  'negative-cost':
    'A cost of costs.csv is below zero: it raises net revenue. Right for a credit; a cost is written without a minus.',
  'repeated-cost':
    'Two rows of costs.csv say the same of months that overlap, and both count: one may be the other again.',
  'cost-before-first-month':
    'Rows of costs.csv are of months before first_month, which nobody shares: a year or month may be mistyped.',
  'cost-far-ahead':
    'Rows of costs.csv begin more than a year after the month: a year may be mistyped, and the cost be missing in its own.',
  'replaced-entry':
    'Rows of an earlier costs.csv or opening.csv are for the month, and no file in force says them: a file of one month may have taken the place of the others. Keep all rows in one file, or all files in the inputs.',
  'rate-jump':
    'A rate of fx.csv is more than a quarter off the currency’s last one before, of a day or of a month: a digit, the dot or the direction may be wrong.',
  'dollar-rate':
    'A row of fx.csv says that a dollar is not one dollar: it counts for nothing. Its currency may be mistyped, and then lacks the rate.',
  'late-opening':
    'Charges of opening.csv are of a month after the exports of their store begin, and no export has them: a month may be mistyped, or an export be missing.',
  'charges-without-fee':
    'A store took a fee of no charge of the month, or of none in a currency, and of some of the month before: a filter may have left its rows out, or a column be empty.',
  'repeated-sale':
    'A subscriber bought the same product twice on one day (Apple), or an order was charged the same amount twice at one instant, or on two days, or has rows of one type and instant in two files (Google). All of it counts; rows of an export may stand twice.',
  'chargeback-beyond-refund':
    'Google voided an order as a chargeback, and its rows take back less than it charged: they may be of a refund before it, and the chargeback be booked nowhere. Look at the order at Google.',
  'days-without-charges':
    'A store charged on most days of the month in a currency, and on none of a stretch of days that coverage.csv does not mark: an export may have been made before its days were over, or a part of it be missing.',
  'plan-without-charges':
    'Nobody pays for the plan in the month, and somebody did in the month before: an export may be missing.',
} as const;

export type WarningCode = keyof typeof WARNINGS;

export interface Warning {
  readonly code: WarningCode;
  /** Empty where it is about all of them. */
  readonly provider: Provider | '';
  /** A charge, an account or a plan; empty for a log. */
  readonly subject: string;
  /** Micro-dollars; null where it is not about an amount. */
  readonly amount: MicroUsd | null;
  readonly what: string;
  readonly source: SourceLine | null;
}

/** By code, provider, subject, and what tells the rest apart: the order of warnings.csv, whatever that of the files was (R15). */
export function byCodeAndProvider(a: Warning, b: Warning): number {
  return (
    compareText(a.code, b.code) ||
    compareText(a.provider, b.provider) ||
    compareText(a.subject, b.subject) ||
    compareText(a.what, b.what) ||
    compareText(a.source?.input ?? '', b.source?.input ?? '') ||
    (a.source?.line ?? 0) - (b.source?.line ?? 0)
  );
}
