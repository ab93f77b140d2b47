import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JournalEntry } from '../../core/journal/entry.ts';
import { monthOf } from '../../core/month/month.ts';
import { escapeFormula } from '../../core/text/formula-escape.ts';
import { journalHeader, journalRows } from './journal-csv.ts';
import { shownEntry } from './journal-entry.ts';

const OCTOBER = monthOf(2026, 10);

const BILLING: JournalEntry = {
  date: '2026-10-07',
  kind: 'billing',
  provider: 'stripe',
  plan: 'unlimited',
  event: '',
  month: OCTOBER,
  charge: 'ch_fx_finn_2610',
  decimals: 6,
  // 25.00 of which 5.00 are tax and 1.03 Stripe's fee.
  lines: [
    { account: 'Assets:Receivable:Stripe', amount: 23_970_000n },
    { account: 'Assets:PrepaidProviderFees:Stripe', amount: 1_030_000n },
    { account: 'Liabilities:CustomerTax:Stripe', amount: -5_000_000n },
    { account: 'Liabilities:DeferredRevenue:Stripe', amount: -20_000_000n },
  ],
};

describe('journal.csv', () => {
  it('has a row per line, debit or credit', () => {
    const about = 'USD,Stripe billing unlimited,2026-10,ch_fx_finn_2610,7';
    expect(journalHeader() + journalRows(shownEntry(BILLING, 7))).toBe(
      [
        'date,account,debit,credit,currency,memo,month,charge,entry',
        `2026-10-07,Assets:Receivable:Stripe,23.970000,,${about}`,
        `2026-10-07,Assets:PrepaidProviderFees:Stripe,1.030000,,${about}`,
        `2026-10-07,Liabilities:CustomerTax:Stripe,,5.000000,${about}`,
        `2026-10-07,Liabilities:DeferredRevenue:Stripe,,20.000000,${about}`,
        '',
      ].join('\n'),
    );
  });

  it('is what csv-stringify writes, whatever the ids are', () => {
    const columns = ['date', 'account', 'debit', 'credit', 'currency', 'memo', 'month', 'charge', 'entry'];
    const tricky = fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', ';', '=', '-', '@', "'", ' ', 'a', 'é') });
    const text = fc.oneof(fc.string(), tricky);
    fc.assert(
      fc.property(text, text, fc.bigInt({ min: 1n, max: 10n ** 18n }), (charge, event, amount) => {
        const lines = [amount, -amount].map((each) => ({ account: 'Assets:Receivable:Apple', amount: each }));
        const shown = shownEntry({ ...BILLING, provider: 'apple', kind: 'refund', charge, event, lines }, 1);
        const [debit = '', credit = ''] = shown.amounts;
        const rows = [
          [debit, ''],
          ['', credit.slice(1)],
        ].map((amounts) => {
          const about = ['USD', `Apple ${shown.memo}`, '2026-10', charge, '1'];
          return ['2026-10-07', 'Assets:Receivable:Apple', ...amounts, ...about];
        });
        expect(journalHeader() + journalRows(shown)).toBe(
          stringify([columns, ...rows].map((row) => row.map(escapeFormula))),
        );
      }),
    );
  });
});
