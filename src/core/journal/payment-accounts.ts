import type { PayoutMethod } from '../payout/ledger/method.ts';
import { nameFault } from './accounts.ts';

/**
 * What the payment journal books to beside the payable account, which is the month's own (`worker_pool_payable`), unless
 * revshare.yaml names others. `{method}` and `{asset}` stand for the part of a payment.
 */
export const PAYMENT_ACCOUNTS = {
  payout_clearing: 'Assets:Payouts:{method}:{asset}',
  payout_fees: 'Income:PayoutFees:{method}',
  payout_conversion: 'Income:PayoutConversion:{method}',
  rail_fees: 'Expenses:RailFees:{method}',
  payout_adjustments: 'Expenses:PayoutAdjustments',
} as const;

export type PaymentRole = keyof typeof PAYMENT_ACCOUNTS;

export const PAYMENT_ROLE_NAMES = Object.keys(PAYMENT_ACCOUNTS) as PaymentRole[];

/** Every role with its account, perhaps with `{method}` and `{asset}` in it. */
export type PaymentAccountNames = Readonly<Record<PaymentRole, string>>;

/** Why a name cannot be the account of a role, after "must "; null when it can. */
export function paymentAccountFault(role: PaymentRole, account: string): string | null {
  if (role === 'payout_adjustments' && /\{(method|asset)\}/.test(account)) {
    return 'name no {method} and no {asset}: an adjustment has none';
  }
  const kind = role === 'payout_clearing' ? 'balance' : 'income';
  return nameFault(filledIn(account, { method: 'usdc', commodity: 'USDC' }), kind, PAYMENT_ACCOUNTS[role]);
}

/** Whose part of a payment an account is. */
export interface PaidBy {
  readonly method: PayoutMethod;
  readonly commodity: string;
}

/** An account with the method and what it sends filled in. */
export function filledIn(account: string, { method, commodity }: PaidBy): string {
  const name = `${method.slice(0, 1).toUpperCase()}${method.slice(1)}`;
  return account.replaceAll('{method}', name).replaceAll('{asset}', commodity);
}

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
    .replace(/-$/, '');
  return name.length < 2 ? 'OTHER' : name;
}
