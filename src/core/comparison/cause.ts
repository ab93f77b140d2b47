/**
 * Why net revenue differs between two sides, in the order in which it is shown. Every micro-dollar of a difference has
 * exactly one of them.
 */
export const CAUSE_MEANINGS = {
  'annual-starts': 'charges that cover several months and begin after the earlier month: gross',
  'annual-roll-offs': 'charges that cover several months and ended before the later month: gross',
  'late-charges':
    'charges that cover the month of both sides and are on the later one only: they came, or were billed, late',
  'charges-gone': 'charges that cover the month of both sides and are on the earlier one only',
  schedule: 'charges that go on: the next month of their own schedule, what truncation to 0.000001 USD moves',
  'plan-or-coverage': 'charges that are now read as another plan, or for other months',
  volume: 'more or fewer monthly charges, at the earlier average price',
  'plan-mix': 'monthly charges of other plans and currencies than before, at the earlier prices',
  price: 'monthly charges of the same plan and currency at another price',
  amounts: 'charges whose gross was corrected',
  fx: 'the same plan and currency, or the same charge, at another rate',
  'customer-tax': 'tax on charges',
  'provider-fees': 'what the stores keep of charges, and fees on refund rows',
  refunds: 'refunds',
  disputes: 'disputes',
  restorations: 'disputes won, refunds that failed',
  'dispute-fees': 'fees of disputes',
  rule: 'another recognition.refunds or stripe.shared_fees in revshare.yaml',
  decisions: 'exceptions that a person accepted on one side only',
  'shared-fees': 'Stripe fees of both sides, of which another part counts for subscriptions',
  costs: 'stand-alone Stripe fees and costs.csv',
  'provider-true-ups': 'what the stores settled beyond their rows, as a person accepted it',
  'prior-period': 'adjustments of final months',
} as const satisfies Record<string, string>;

export type Cause = keyof typeof CAUSE_MEANINGS;

export const CAUSES = Object.keys(CAUSE_MEANINGS) as readonly Cause[];
