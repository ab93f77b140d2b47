import { describe, expect, it } from 'vitest';
import { month, SOURCE, usd } from '../../../test/worlds/charges.ts';
import { formatMicro } from '../money/micro.ts';
import type { Posting } from '../revenue/posting.ts';
import { accountsOf, DEFAULT_ACCOUNTS } from './accounts.ts';
import { entryOfPosting } from './entries-of-posting.ts';
import { memoOf } from './entry.ts';

const accountOf = accountsOf({ accounts: DEFAULT_ACCOUNTS });

/** What a Stripe row posts by itself in October 2026, unless told otherwise. */
function rowOf(kind: Posting['kind'], gross: string, tax: string, fee: string, other: Partial<Posting> = {}): Posting {
  return {
    month: month('2026-10'),
    originalMonth: month('2026-10'),
    entry: 'charge',
    provider: 'stripe',
    charge: 'ch_1',
    line: '',
    kind,
    event: 're_1',
    plan: '',
    coverage: null,
    scheduled: false,
    amounts: { gross: usd(gross), tax: usd(tax), fee: usd(fee) },
    currency: 'USD',
    rate: null,
    source: SOURCE,
    ...other,
  };
}

function bookedBy(posting: Posting): string[] {
  const entry = entryOfPosting(posting, accountOf);
  if (entry === null) return [];
  const lines = entry.lines.map(({ account, amount }) => `${account} ${formatMicro(amount)}`);
  return [`${entry.date} ${memoOf(entry)}`, ...lines];
}

describe('what posts beside the schedules', () => {
  it('an accepted orphan takes its money back: 107.46 of which 7.96 are tax', () => {
    expect(bookedBy(rowOf('refund', '-107.46', '-7.96', '0'))).toEqual([
      '2026-10-31 refund re_1',
      'Income:Refunds:Stripe 99.500000',
      'Liabilities:CustomerTax:Stripe 7.960000',
      'Assets:Receivable:Stripe -107.460000',
    ]);
  });

  it('an orphan of Google gives its fee back: 199.99 and 30.00', () => {
    expect(bookedBy(rowOf('refund', '-199.99', '0', '-30', { provider: 'google' }))).toEqual([
      '2026-10-31 refund re_1',
      'Income:Refunds:Google 199.990000',
      'Expenses:ProviderFees:Google -30.000000',
      'Assets:Receivable:Google -169.990000',
    ]);
  });

  it.each([
    ['provider-fee', '2026-10-31 provider fee re_1', 'Expenses:ProviderFees:Stripe'],
    ['dispute-fee', '2026-10-31 dispute fee re_1', 'Expenses:DisputeFees:Stripe'],
    ['cost', '2026-10-31 account fee re_1', 'Expenses:AccountFees:Stripe'],
  ] as const)('a %s of 15.00 is kept back by the store', (kind, memo, account) => {
    expect(bookedBy(rowOf(kind, '0', '0', '15'))).toEqual([
      memo,
      `${account} 15.000000`,
      'Assets:Receivable:Stripe -15.000000',
    ]);
  });

  it('a true-up of -3.25 is 3.25 less from Apple', () => {
    const posting = rowOf('provider-true-up', '0', '0', '3.25', {
      entry: 'cost',
      provider: 'apple',
      event: 'input-tax',
    });
    expect(bookedBy(posting)).toEqual([
      '2026-10-31 provider true-up input-tax',
      'Income:ProviderTrueUp:Apple 3.250000',
      'Assets:Receivable:Apple -3.250000',
    ]);
  });

  it('an adjustment of September posts on the first day: 20.00, of it 1.60 tax and 0.88 fee, leave 17.52', () => {
    const other = { originalMonth: month('2026-09'), plan: 'unlimited', event: 'late' };
    expect(bookedBy(rowOf('prior-period', '20', '1.6', '0.88', other))).toEqual([
      '2026-10-01 prior period unlimited late',
      'Income:PriorPeriod:Stripe -17.520000',
      'Liabilities:CustomerTax:Stripe -1.600000',
      'Assets:Receivable:Stripe 19.120000',
    ]);
  });

  it('an adjustment of a cost of costs.csv is accrued: no store owes it', () => {
    expect(bookedBy(rowOf('prior-period', '0', '0', '4.5', { entry: 'cost', provider: 'costs' }))).toEqual([
      '2026-10-01 prior period re_1',
      'Income:PriorPeriod:Costs 4.500000',
      'Liabilities:AccruedCosts -4.500000',
    ]);
  });

  it('nothing for what a movement tells', () => {
    expect(bookedBy(rowOf('refund', '-10', '0', '0', { scheduled: true }))).toEqual([]);
  });
});
