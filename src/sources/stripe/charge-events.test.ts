import { describe, expect, it } from 'vitest';
import { assembleAll, rulesOf } from '../../../test/worlds/assembling.ts';
import { FROM_THE_START, posted, short, usd } from '../../../test/worlds/charges.ts';
import { csvInvoice, type LedgerRow, ledgerRow, readLedger } from '../../../test/worlds/stripe-exports.ts';
import { formatMonth } from '../../core/month/month.ts';
import type { Assembled } from '../../core/revenue/assembled.ts';
import { postedOverTime } from '../../core/revenue/posted-over-time.ts';
import type { Invoice } from './invoice.ts';

const INVOICE = csvInvoice({
  currency: 'EUR',
  subtotal: usd('119.99'),
  total: usd('119.99'),
  amountDue: usd('119.99'),
  atMs: Date.UTC(2026, 0, 10),
  span: { startMs: Date.UTC(2026, 0, 10), endMs: Date.UTC(2027, 0, 10) },
});

async function assemble(rows: readonly LedgerRow[], ...invoices: readonly Invoice[]): Promise<Assembled> {
  const [group, ...more] = assembleAll(await readLedger(rows.map(ledgerRow)), rulesOf(), invoices);
  if (group === undefined || more.length > 0) throw new Error('the rows are one group');
  return group;
}

function chargeIn(group: Assembled) {
  const [charge] = group.charges;
  if (charge === undefined) throw new Error('no charge');
  return charge;
}

const reasons = (group: Assembled): unknown[] =>
  group.exclusions.map((each) => [each.reason, short(each.amount ?? 0n)]);

describe('refunds of a charge in another presentment currency', () => {
  const seen = (amount: string) => ({ customer_facing_amount: amount, customer_facing_currency: 'eur' });
  const charge = { gross: '108.37', fee: '0', created_utc: '2026-01-10 00:00:00', ...seen('119.99') };
  const invoice = INVOICE;
  const refund = (id: string, gross: string, part: string, day: string) => ({
    reporting_category: 'refund',
    source_id: id,
    gross,
    fee: '0',
    created_utc: `2026-${day} 00:00:00`,
    ...seen(part),
  });
  const grossOf = (group: Assembled) =>
    chargeIn(group).events.map((event) => short(event.type === 'reduction' ? event.amounts.gross : event.gross));

  it('count the fraction that the customer saw; the rest is left out as a difference of rates', async () => {
    // Half of it: 108.37 x 59.995/119.99 = 54.185; the bank took 55.00.
    const group = await assemble([charge, refund('re_1', '-55.00', '-59.995', '05-01')], invoice);
    expect(grossOf(group)).toEqual(['54.185']);
    expect(reasons(group)).toEqual([['fx-difference', '-0.815']]);
  });

  it('a full refund in parts is exactly the charge', async () => {
    // 108.37 x 40/119.99 = 36.126343.8, x 80/119.99 = 72.252687.7: cumulated, truncated, and differences taken.
    const group = await assemble(
      [
        charge,
        refund('re_1', '-36', '-40', '02-01'),
        refund('re_2', '-36', '-40', '03-01'),
        refund('re_3', '-36', '-39.99', '04-01'),
      ],
      invoice,
    );
    expect(grossOf(group)).toEqual(['36.126343', '36.126344', '36.117313']);
    // Three months kept 9.03..., and everything is taken back in the end.
    const total = posted(chargeIn(group)).reduce((sum, each) => sum + usd(each), 0n);
    expect(total).toBe(0n);
  });

  it('what comes back is what was taken', async () => {
    const won = { ...refund('re_2', '36', '40', '05-01'), reporting_category: 'refund_failure' };
    const group = await assemble(
      [charge, refund('re_1', '-36', '-40', '02-01'), refund('re_2', '-36', '-40', '03-01'), won],
      invoice,
    );
    expect(grossOf(group)).toEqual(['36.126343', '36.126344', '36.126344']);
  });
});

describe('rows that do not say what the customer saw, of a charge in another presentment currency (R6)', () => {
  const charge = { gross: '108.37', fee: '0', created_utc: '2026-01-10 00:00:00' };
  const seen = (amount: string) => ({ customer_facing_amount: amount, customer_facing_currency: 'eur' });
  const row = (reporting_category: string, gross: string, day: string, more: LedgerRow = {}) => ({
    reporting_category,
    source_id: 're_1',
    balance_transaction_id: `txn_${reporting_category}_${day}`,
    gross,
    fee: '0',
    created_utc: `2026-${day} 00:00:00`,
    ...more,
  });
  const totalOf = (group: Assembled) => posted(chargeIn(group)).reduce((sum, each) => sum + usd(each), 0n);
  const told = (group: Assembled) =>
    group.findings.map(({ code, subject, month }) => [code, subject, formatMonth(month)]);
  const one = (rows: string, of = '2026-05') => ['presentment-missing', `ch_1 re_1 ${rows}`, of];

  it('count as they were settled, at most the charge, under one exception', async () => {
    const group = await assemble([charge, row('refund', '-110.00', '05-01')], INVOICE);
    expect(told(group)).toEqual([one('2026-05-01 refund -110.000000 USD')]);
    expect(short(totalOf(group))).toBe('0.00');
    const { overReduced } = postedOverTime(chargeIn(group), chargeIn(group).events, FROM_THE_START);
    expect(overReduced.map(({ reduction: { excess }, amounts }) => [excess, short(amounts.gross)])).toEqual([
      ['exchange', '1.63'],
    ]);
  });

  it('and where the rate fell, the rest stays until the columns come', async () => {
    const refund = row('refund', '-100.00', '05-01');
    const without = await assemble([charge, refund], INVOICE);
    expect([told(without), short(totalOf(without))]).toEqual([[one('2026-05-01 refund -100.000000 USD')], '8.37']);
    const columns = await assemble(
      [
        { ...charge, ...seen('119.99') },
        { ...refund, ...seen('-119.99') },
      ],
      INVOICE,
    );
    expect([told(columns), short(totalOf(columns)), reasons(columns)]).toEqual([
      [],
      '0.00',
      [['fx-difference', '8.37']],
    ]);
  });

  it('are told where only the charge, or only the refund, says it', async () => {
    const refund = row('refund', '-50.00', '05-01');
    const dollars = { ...INVOICE, currency: 'USD' };
    expect(told(await assemble([{ ...charge, ...seen('119.99') }, refund], dollars))).toEqual([
      one('2026-05-01 refund -50.000000 USD'),
    ]);
    expect(told(await assemble([charge, { ...refund, ...seen('-59.99') }], INVOICE))).toEqual([
      one('2026-05-01 refund -50.000000 USD'),
    ]);
    expect(told(await assemble([charge, refund], dollars))).toEqual([]);
  });

  it('once a refund and month, a restoration too', async () => {
    const rows = [
      row('refund', '-50.00', '05-01'),
      row('dispute', '-8.00', '05-02'),
      row('refund_failure', '50.00', '06-01'),
    ];
    expect(told(await assemble([charge, ...rows], INVOICE))).toEqual([
      one('2026-05-01 refund -50.000000 USD and 2026-05-02 dispute -8.000000 USD'),
      one('2026-06-01 refund_failure 50.000000 USD', '2026-06'),
    ]);
  });
});
