import { describe, expect, it } from 'vitest';
import { DEFAULT_ACCOUNTS } from './accounts.ts';
import { commodityOf, PAYMENT_ACCOUNTS, paymentAccount } from './payment-accounts.ts';

describe('accounts of the payment journal', () => {
  it('are none of the month’s journal', () => {
    const names = [...Object.values(DEFAULT_ACCOUNTS), ...Object.values(PAYMENT_ACCOUNTS)];
    expect(new Set(names).size).toBe(names.length);
  });

  it('name method and asset', () => {
    expect(paymentAccount('payout_clearing', { method: 'fiat', commodity: 'EUR' })).toBe('Assets:Payouts:Fiat:EUR');
    expect(paymentAccount('rail_fees', { method: 'usdc', commodity: 'ETH' })).toBe('Expenses:RailFees:Usdc');
  });

  it('take assets as ledgers can name them', () => {
    const names = ['USDC', 'eth', 'ETH (Base)', '1INCH', 'USDT0', '', '€', 'X', `A${'B'.repeat(40)}`].map(commodityOf);
    expect(names).toEqual([
      ...['USDC', 'ETH', 'ETH-BASE', 'INCH', 'USDT0', 'OTHER', 'OTHER', 'OTHER'],
      `A${'B'.repeat(19)}`,
    ]);
  });
});
