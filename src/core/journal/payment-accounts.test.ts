import { describe, expect, it } from 'vitest';
import { DEFAULT_ACCOUNTS } from './accounts.ts';
import {
  commodityOf,
  filledIn,
  PAYMENT_ACCOUNTS,
  PAYMENT_ROLE_NAMES,
  paymentAccountFault,
} from './payment-accounts.ts';

describe('accounts of the payment journal', () => {
  it('are none of the month’s journal', () => {
    const names = [...Object.values(DEFAULT_ACCOUNTS), ...Object.values(PAYMENT_ACCOUNTS)];
    expect(new Set(names).size).toBe(names.length);
  });

  it('name method and asset', () => {
    expect(filledIn(PAYMENT_ACCOUNTS.payout_clearing, { method: 'fiat', commodity: 'EUR' })).toBe(
      'Assets:Payouts:Fiat:EUR',
    );
    expect(filledIn(PAYMENT_ACCOUNTS.rail_fees, { method: 'usdc', commodity: 'ETH' })).toBe('Expenses:RailFees:Usdc');
  });

  it('fit their roles by default, and others by the same rules', () => {
    expect(PAYMENT_ROLE_NAMES.filter((role) => paymentAccountFault(role, PAYMENT_ACCOUNTS[role]) !== null)).toEqual([]);
    expect(paymentAccountFault('payout_clearing', 'Assets:Bank:{asset}')).toBeNull();
    expect(paymentAccountFault('payout_clearing', 'Expenses:Bank')).toBe('begin with Assets, Liabilities or Equity');
    expect(paymentAccountFault('rail_fees', 'Expenses:rails')).toMatch(
      /^be an account like Expenses:RailFees:\{method\}:/,
    );
    expect(paymentAccountFault('rail_fees', 'Assets:Rails')).toBe('begin with Income or Expenses');
    for (const name of ['Expenses:{method}', 'Expenses:{asset}']) {
      expect(paymentAccountFault('payout_adjustments', name)).toBe(
        'name no {method} and no {asset}: an adjustment has none',
      );
    }
  });

  it('take assets as ledgers can name them', () => {
    const names = [
      'USDC',
      'eth',
      'ETH (Base)',
      '1INCH',
      'USDT0',
      '',
      '€',
      'X',
      'EU',
      '(12) a',
      `A${'B'.repeat(40)}`,
      `A${'B'.repeat(18)} C`,
    ].map(commodityOf);
    expect(names).toEqual([
      ...['USDC', 'ETH', 'ETH-BASE', 'INCH', 'USDT0', 'OTHER', 'OTHER', 'OTHER'],
      ...['EU', 'OTHER', `A${'B'.repeat(19)}`, `A${'B'.repeat(18)}`],
    ]);
  });
});
