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

  it('says why a name cannot be an account', () => {
    expect(accountFault('accrued_costs', 'Liabilities:{provider}')).toBe('not name a {provider}: it has none');
    expect(accountFault('receivable', 'Income:Receivable')).toBe('begin with Assets, Liabilities or Equity');
    expect(accountFault('receivable', 'Equity:{provider}')).toBeNull();
    expect(accountFault('refunds', 'Liabilities:Refunds')).toBe('begin with Income or Expenses');
    const like =
      'be an account like Income:Refunds:{provider}: parts of letters, digits and hyphens, each beginning with a capital or a digit';
    for (const name of [
      'Income',
      'Income:',
      'Income:refunds',
      'Income:Re funds',
      'xIncome:A',
      'Income:A:',
      'Other:A',
    ]) {
      expect(accountFault('refunds', name)).toBe(like);
    }
    for (const name of ['Income:A', 'Income:1-a:Bc', 'Expenses:Refunds:{provider}']) {
      expect(accountFault('refunds', name)).toBeNull();
    }
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
