import { describe, expect, it } from 'vitest';
import { assembleAll, rulesOf } from '../../../test/worlds/assembling.ts';
import { month, short, usd } from '../../../test/worlds/charges.ts';
import { csvInvoice, type LedgerRow, ledgerRow, readLedger } from '../../../test/worlds/stripe-exports.ts';
import { type Decision, DecisionBook } from '../../core/close/decision.ts';
import { netOf } from '../../core/money/components.ts';
import type { Assembled } from '../../core/revenue/assembled.ts';
import type { FxRow } from '../../core/revenue/fx-table.ts';

const ROW: LedgerRow = { balance_transaction_id: 'txn_2', created_utc: '2026-10-10 12:00:00', fee: '0' };

async function assemble(
  rows: readonly LedgerRow[],
  decided?: Decision['decision'],
  fx?: readonly FxRow[],
): Promise<Assembled> {
  const decision: Decision = {
    ...{ code: 'unknown-category', subject: 'txn_2', month: month('2026-10'), decision: decided ?? 'leave-out' },
    ...{ note: 'x', by: 'ada', at: '', finalMonth: null },
  };
  const rules = { ...rulesOf(fx), decisions: new DecisionBook(decided === undefined ? [] : [decision]) };
  const [group, ...more] = assembleAll(await readLedger(rows.map(ledgerRow)), rules, [
    csvInvoice({ total: usd('20.00') }),
  ]);
  if (group === undefined || more.length > 0) throw new Error('the rows are one group');
  return group;
}

/** What the group says: its exceptions, the rows that post by themselves and the fees of the whole account. */
const said = ({ findings, charges, sharedFees }: Assembled): string[] => [
  ...findings.map(({ code, what }) => `${code}: ${what}`),
  ...charges.flatMap((charge) => charge.events.map((event) => `${event.type} ${event.sourceId}`)),
  ...charges.flatMap((charge) => charge.rowAmounts.map(({ amounts }) => `posts ${short(netOf(amounts))}`)),
  ...sharedFees.map(({ cost }) => `costs ${short(cost)}`),
];
const fates = ({ fates }: Assembled): string[] => [...fates.values()].map(({ fate }) => fate).sort();

describe('a row whose sign is not that of its category', () => {
  it.each([
    ['refund', '20.00', 'positive'],
    ['dispute', '5.00', 'positive'],
    ['charge_failure', '20.00', 'positive'],
    ['dispute_reversal', '-20.00', 'negative'],
    ['refund_failure', '-20.00', 'negative'],
    ['charge', '-20.00', 'negative'],
  ])('%s of %s posts nothing and waits for a person', async (reporting_category, gross, sign) => {
    const group = await assemble([{}, { ...ROW, reporting_category, source_id: 'x_1', gross }]);
    expect(said(group)).toEqual([
      `unknown-category: transaction txn_2 of charge ch_1 is of category ${reporting_category}, and is ${sign}`,
    ]);
    expect(fates(group)).toEqual(['booked', 'exception']);
  });

  it('accepted, it posts whole and by its sign with the plan’s charge, less its own fee', async () => {
    const row = { ...ROW, reporting_category: 'refund', source_id: 're_1', gross: '20.00', fee: '0.50' };
    expect(said(await assemble([{}, row], 'accept')).slice(1)).toEqual(['posts 19.50']);
  });

  it('accepted, it is converted at the rate of its charge, in another currency at that of its own date (R3)', async () => {
    const fx: FxRow[] = [
      { date: '2026-10-05', currency: 'EUR', rate: '1.10' },
      { date: '2026-10-10', currency: 'EUR', rate: '1.20' },
      { date: '2026-10-05', currency: 'GBP', rate: '1.30' },
      { date: '2026-10-10', currency: 'GBP', rate: '1.40' },
    ];
    const charge = { currency: 'eur', created_utc: '2026-10-05 12:00:00' };
    const refund = { ...ROW, reporting_category: 'refund', source_id: 're_1', gross: '10.00' };
    // 10.00 x 1.10, as a true refund of the charge would be; 10.00 x 1.40.
    const posted = async (currency: string) => said(await assemble([charge, { ...refund, currency }], 'accept', fx));
    expect((await posted('eur')).at(-1)).toBe('posts 11.00');
    expect((await posted('gbp')).at(-1)).toBe('posts 14.00');
  });

  it('without its charge it is told in the same way', async () => {
    const group = await assemble([{ ...ROW, reporting_category: 'dispute', charge_id: 'ch_gone', gross: '5.00' }]);
    expect(said(group)).toEqual([
      'unknown-category: transaction txn_2 of charge ch_gone is of category dispute, and is positive',
    ]);
  });

  it.each([
    ['refund', '0.00'],
    ['refund', '-1.00'],
    ['dispute_reversal', '0.00'],
  ])('%s of %s is what its category says', async (reporting_category, gross) => {
    const group = await assemble([{}, { ...ROW, reporting_category, source_id: 're_1', gross }]);
    expect(group.findings.filter(({ code }) => code === 'unknown-category')).toEqual([]);
  });
});

describe('a row of an unknown category', () => {
  const row = { ...ROW, reporting_category: 'other_adjustment', charge_id: '', invoice_id: '', gross: '-3.00' };

  it('accepted, it is a fee of the whole account by its sign (R9); else it posts nothing', async () => {
    expect(said(await assemble([row], 'accept')).slice(1)).toEqual(['costs 3.00']);
    expect(said(await assemble([{ ...row, gross: '3.00', fee: '1.00' }], 'accept')).slice(1)).toEqual(['costs -2.00']);
    expect(said(await assemble([row], 'leave-out'))).toHaveLength(1);
    expect(fates(await assemble([row]))).toEqual(['exception']);
  });

  it('accepted and naming a plan’s charge, it posts whole with it; of a charge that does not count it is a fee', async () => {
    const named = { ...row, charge_id: 'ch_1', gross: '-3.00', fee: '0.50' };
    expect(said(await assemble([{}, named], 'accept')).slice(1)).toEqual(['posts -3.50']);
    expect(said(await assemble([{}, named]))).toEqual([
      'unknown-category: transaction txn_2 of charge ch_1 is of category other_adjustment',
    ]);
    // The invoice of 20.00 is not this charge's: it waits, and the row is decided by itself.
    const held = await assemble([{ invoice_id: 'in_gone' }, named], 'accept');
    expect(said(held).filter((each) => !each.startsWith('missing-invoice'))).toEqual([
      'unknown-category: transaction txn_2 of charge ch_1 is of category other_adjustment',
      'costs 3.50',
    ]);
  });

  it('accepted without a rate, it still waits for one', async () => {
    const group = await assemble([{ ...row, currency: 'gbp' }], 'accept');
    expect(group.findings.map(({ code }) => code)).toEqual(['unknown-category', 'fx-missing']);
    expect(group.sharedFees).toEqual([]);
  });
});
