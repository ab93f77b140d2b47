import type { PayoutMethod } from '../payout/method.ts';

/**
 * What the payment journal books to beside the payable account, which is the month's own (`worker_pool_payable`).
 * `{method}` and `{asset}` stand for the part of a payment.
 */
export const PAYMENT_ACCOUNTS = {
  payout_clearing: 'Assets:Payouts:{method}:{asset}',
  payout_fees: 'Income:PayoutFees:{method}',
  payout_conversion: 'Income:PayoutConversion:{method}',
  rail_fees: 'Expenses:RailFees:{method}',
  payout_adjustments: 'Expenses:PayoutAdjustments',
} as const;

export type PaymentRole = keyof typeof PAYMENT_ACCOUNTS;

/** Whose part of a payment an account is. */
export interface PaidBy {
  readonly method: PayoutMethod;
  readonly commodity: string;
}

/** The account of a role, for a method and what it sends. */
export function paymentAccount(role: PaymentRole, { method, commodity }: PaidBy): string {
  const name = `${method.slice(0, 1).toUpperCase()}${method.slice(1)}`;
  return PAYMENT_ACCOUNTS[role].replace('{method}', name).replace('{asset}', commodity);
}

/** The account of what a person adds to balances. */
export const ADJUSTMENTS_ACCOUNT = PAYMENT_ACCOUNTS.payout_adjustments;

/**
 * An asset as ledgers take it for a commodity, and for a part of an account: capitals, digits and hyphens, at most 20, from a
 * letter on. `OTHER` where nothing is left of it: the memo names it as it was written.
 */
export function commodityOf(asset: string): string {
  const name = asset
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '-')
    .replace(/^[^A-Z]+/, '')
    .slice(0, 20)
    .replace(/-+$/, '');
  return name.length < 2 ? 'OTHER' : name;
}
