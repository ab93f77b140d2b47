import { describe, expect, it } from 'vitest';
import { ACCOUNT_ROLE_NAMES, accountFault, accountsOf, allAccounts, DEFAULT_ACCOUNTS } from './accounts.ts';

describe('accounts of the journal', () => {
  it('every default is an account of its own, and fits its role', () => {
    expect(ACCOUNT_ROLE_NAMES.filter((role) => accountFault(role, DEFAULT_ACCOUNTS[role]) !== null)).toEqual([]);
    expect(new Set(Object.values(DEFAULT_ACCOUNTS)).size).toBe(ACCOUNT_ROLE_NAMES.length);
  });

  it('names the provider, where the account asks for it', () => {
    const accountOf = accountsOf({ accounts: { ...DEFAULT_ACCOUNTS, refunds: 'Income:Contra:Refunds' } });
    expect(accountOf('receivable', 'google')).toBe('Assets:Receivable:Google');
    expect(accountOf('prior_period', 'costs')).toBe('Income:PriorPeriod:Costs');
    expect(accountOf('refunds', 'stripe')).toBe('Income:Contra:Refunds');
  });

  it('lists every account once, a cost only where costs are booked', () => {
    const accounts = allAccounts({ accounts: { ...DEFAULT_ACCOUNTS, refunds: 'Income:Contra:Refunds' } });
    expect(accounts).toEqual([...new Set(accounts)].sort());
    expect(accounts.filter((account) => account.includes('Refunds'))).toEqual(['Income:Contra:Refunds']);
    expect(accounts.filter((account) => account.endsWith(':Costs'))).toEqual(['Income:PriorPeriod:Costs']);
    expect(accounts.filter((account) => account.includes('Receivable'))).toEqual([
      'Assets:Receivable:Apple',
      'Assets:Receivable:Google',
      'Assets:Receivable:Stripe',
    ]);
  });
});
