/** What a reporting category of Stripe's balance report means (docs/inputs.md, Stripe ledger). */
export type CategoryMeaning =
  | 'charge'
  | 'refund'
  | 'dispute'
  | 'restoration'
  | 'shared-fee'
  | 'not-revenue'
  | 'unknown';

const MEANINGS: Readonly<Record<string, CategoryMeaning>> = {
  charge: 'charge',
  refund: 'refund',
  partial_capture_reversal: 'refund',
  charge_failure: 'refund',
  dispute: 'dispute',
  dispute_reversal: 'restoration',
  refund_failure: 'restoration',
  fee: 'shared-fee',
  network_cost: 'shared-fee',
  // Tax on Stripe's own fees, not the customers' tax.
  tax: 'shared-fee',
};

/** Movements between accounts, reserves, and Stripe's other products. */
const NOT_REVENUE =
  /^(payout|transfer|topup|advance|anticipation_repayment|climate_order|connect_|contribution|financing_|issuing_|platform_earning|risk_reserved|payment_network_reserve|reserve|unreconciled_customer_funds)/;

export function meaningOf(category: string): CategoryMeaning {
  return MEANINGS[category] ?? (NOT_REVENUE.test(category) ? 'not-revenue' : 'unknown');
}

/** Rows that belong to a charge. */
export function isOfCharge(meaning: CategoryMeaning): boolean {
  return meaning === 'charge' || meaning === 'refund' || meaning === 'dispute' || meaning === 'restoration';
}
