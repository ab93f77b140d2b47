import type { Transaction } from '../../core/revenue/transaction.ts';

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

/** Movements between accounts, and reserves: a closed list, so that a new category is told, not left out. */
const NOT_REVENUE: ReadonlySet<string> = new Set([
  'advance',
  'advance_funding',
  'anticipation_repayment',
  'contribution',
  'payout',
  'payout_minimum_balance_hold',
  'payout_minimum_balance_release',
  'payout_reversal',
  'payment_network_reserve_hold',
  'payment_network_reserve_release',
  'platform_earning',
  'platform_earning_refund',
  'reserve_hold',
  'reserve_release',
  'reserve_transaction',
  'reserved_funds',
  'risk_reserved_funds',
  'topup',
  'topup_reversal',
  'transfer',
  'transfer_reversal',
  'unreconciled_customer_funds',
]);

/** Stripe's other products: Climate, Connect, Capital, Issuing. */
const OTHER_STRIPE_PRODUCT = /^(climate_order|connect|financing|issuing)_/;

/** The categories of what happens to a charge later. */
export const CATEGORIES_OF_CHANGES: readonly string[] = Object.keys(MEANINGS).filter((category) => {
  const meaning = meaningOf(category);
  return meaning !== 'charge' && isOfCharge(meaning);
});

export function meaningOf(category: string): CategoryMeaning {
  return MEANINGS[category] ?? (isNotRevenue(category) ? 'not-revenue' : 'unknown');
}

/**
 * What a row is: what its category means, or unknown where its gross has another sign than the category. What such a row
 * is, a person says: taken by its category a refund printed positive would be revenue.
 */
export function meaningOfRow({ kind, gross }: Pick<Transaction, 'kind' | 'gross'>): CategoryMeaning {
  const meaning = meaningOf(kind);
  return contradicts(meaning, gross) ? 'unknown' : meaning;
}

/** Charges and what comes back are printed positive, refunds and disputes negative. Fees have either sign. */
function contradicts(meaning: CategoryMeaning, gross: bigint): boolean {
  if (meaning === 'charge' || meaning === 'restoration') return gross < 0n;
  return (meaning === 'refund' || meaning === 'dispute') && gross > 0n;
}

/** Rows that belong to a charge. */
export function isOfCharge(meaning: CategoryMeaning): boolean {
  return meaning === 'charge' || meaning === 'refund' || meaning === 'dispute' || meaning === 'restoration';
}

/** Whether an id of Stripe is that of a charge: a card's, or another payment's. */
export function isChargeId(id: string): boolean {
  return /^(ch|py)_/.test(id);
}

function isNotRevenue(category: string): boolean {
  return NOT_REVENUE.has(category) || OTHER_STRIPE_PRODUCT.test(category);
}
