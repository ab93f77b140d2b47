import { describe, expect, it } from 'vitest';
import { assembleAll, rulesOf } from '../../../test/worlds/assembling.ts';
import { month, posted, short, times, usd } from '../../../test/worlds/charges.ts';
import {
  apiInvoice,
  apiLine,
  csvInvoice,
  type LedgerRow,
  ledgerRow,
  readInvoices,
  readLedger,
  seconds,
} from '../../../test/worlds/stripe-exports.ts';
import { DecisionBook } from '../../core/close/decision.ts';
import { COMPONENT_NAMES, type Components } from '../../core/money/components.ts';
import type { Assembled } from '../../core/revenue/assembled.ts';
import type { Invoice } from './invoice.ts';

const span = (start: string, end: string) => ({ span: { startMs: Date.parse(start), endMs: Date.parse(end) } });

async function assemble(rows: readonly LedgerRow[], ...invoices: readonly Invoice[]): Promise<Assembled> {
  const [group, ...more] = assembleAll(await readLedger(rows.map(ledgerRow)), rulesOf(), invoices);
  if (group === undefined || more.length > 0) throw new Error('the rows are one group');
  return group;
}

function chargeIn(group: Assembled) {
  const [charge] = group.charges;
  if (charge === undefined) throw new Error(`no charge: ${group.findings.map((each) => each.what).join()}`);
  return charge;
}

const shown = (amounts: Components): string[] => COMPONENT_NAMES.map((name) => short(amounts[name]));
const codes = (group: Assembled): string[] => group.findings.map((each) => each.code);
const reasons = (group: Assembled): unknown[] =>
  group.exclusions.map((each) => [each.reason, short(each.amount ?? 0n)]);

describe('a charge with its invoice from CSV (R3, R5)', () => {
  it('is the ledger’s money with the invoice’s tax, over one term', async () => {
    const group = await assemble(
      [{ gross: '24.00', fee: '1.00' }],
      csvInvoice({ total: usd('24.00'), tax: usd('4.00') }),
    );
    const charge = chargeIn(group);
    expect(charge.lines.map((line) => shown(line.amounts))).toEqual([['24.00', '4.00', '1.00']]);
    expect(posted(charge)).toEqual(['24.00', '0.00']);
  });

  it('knows its invoice, and what that had due, where both are in one currency', async () => {
    const due = csvInvoice({ total: usd('24.00'), amountDue: usd('24.00') });
    const charge = chargeIn(await assemble([{ gross: '24.00' }], due));
    expect(charge.invoice).toEqual({ id: due.id, due: usd('24.00') });
    expect(chargeIn(await assemble([{ gross: '24.00' }], { ...due, currency: 'EUR' })).invoice).toBeUndefined();
  });

  it('counts of the tax only what the charge paid of the invoice', async () => {
    // A credit balance paid 14.00 of 24.00: 4.00 x 10/24 = 1.6666666..., truncated.
    const group = await assemble([{ gross: '10.00' }], csvInvoice({ total: usd('24.00'), tax: usd('4.00') }));
    expect(shown(chargeIn(group).lines[0]?.amounts ?? { gross: 0n, tax: 0n, fee: 0n })).toEqual([
      '10.00',
      '1.666666',
      '0.88',
    ]);
  });

  it.each([
    // 28 to 31 and 364 to 366 days are a term.
    ['2026-10-03', '2026-11-03', 1],
    ['2027-02-03', '2027-03-03', 1],
    ['2026-10-03', '2027-10-03', 12],
    ['2028-02-29', '2029-02-28', 12],
    // n counts months, whatever the days: 31 January to 28 February is one.
    ['2027-01-31', '2027-02-28', 1],
  ])('a span from %s to %s is %s months', async (start, end, months) => {
    const charge = chargeIn(await assemble([{}], csvInvoice(span(start, end))));
    expect(charge.lines[0]?.coverage.months).toBe(months);
    // From the charge's month on, whatever the invoice says.
    expect(charge.lines[0]?.coverage.first).toBe(month('2026-10'));
  });

  it.each([
    ['2026-10-03', '2026-10-20'],
    ['2026-10-03', '2026-12-03'],
    ['2026-09-03', '2027-10-03'],
  ])('a span from %s to %s hides several lines: mixed-periods', async (start, end) => {
    expect(codes(await assemble([{}], csvInvoice(span(start, end))))).toEqual(['mixed-periods']);
  });

  it('so does no span at all', async () => {
    expect(codes(await assemble([{}], csvInvoice({ span: null })))).toEqual(['mixed-periods']);
  });
});

describe('a charge with its invoice from JSON (R5)', () => {
  it('is divided over the lines in proportion to their weights, sorted by id', async () => {
    // An upgrade in October: 90 of unused time back, 270 for nine months, October to June; all paid by 180, tax 18.
    const period = { start: seconds('2026-10-03T00:00:00Z'), end: seconds('2027-07-03T00:00:00Z') };
    const [invoice] = await readInvoices(
      apiInvoice({ total: 19_800, total_tax_amounts: [{ amount: 1800 }] }, [
        apiLine({ id: 'il_2', amount: 27_000, period, proration: true, price: { id: 'price_pa' } }),
        apiLine({ id: 'il_1', amount: -9000, period, proration: true, price: { id: 'price_a' } }),
      ]),
    );
    const charge = chargeIn(await assemble([{ gross: '198.00', fee: '6.00' }], invoice as Invoice));
    // Weights -90 and 270 of 180: -1/2 and 3/2.
    expect(charge.lines.map((line) => [line.id, line.plan, ...shown(line.amounts)])).toEqual([
      ['il_1', 'unlimited', '-99.00', '-9.00', '-3.00'],
      ['il_2', 'unlimited_pro', '297.00', '27.00', '9.00'],
    ]);
    // -11 + 33 a month.
    expect(posted(charge)).toEqual([...times(9, '22.00'), '0.00']);
  });

  it('a proration line covers its own months, earlier ones post in the charge’s', async () => {
    const period = { start: seconds('2026-08-03T00:00:00Z'), end: seconds('2026-12-03T00:00:00Z') };
    const [invoice] = await readInvoices(apiInvoice({}, [apiLine({ period, proration: true })]));
    // 20.00 over August to November: 5 a month, three of them in October.
    expect(posted(chargeIn(await assemble([{}], invoice as Invoice)))).toEqual(['15.00', '5.00', '0.00']);
  });

  it('any other line covers from the charge’s month on', async () => {
    const period = { start: seconds('2026-09-30T23:59:59Z'), end: seconds('2026-10-30T23:59:59Z') };
    const [invoice] = await readInvoices(apiInvoice({}, [apiLine({ period })]));
    expect(posted(chargeIn(await assemble([{}], invoice as Invoice)))).toEqual(['20.00', '0.00']);
  });

  it('lines of other products take their part out', async () => {
    const [invoice] = await readInvoices(
      apiInvoice({ total: 10_000 }, [
        apiLine({ id: 'il_1', amount: 7500 }),
        apiLine({ id: 'il_2', amount: 2500, price: { id: 'price_pack' } }),
      ]),
    );
    const refund = {
      reporting_category: 'refund',
      source_id: 're_1',
      gross: '-40.00',
      fee: '0',
      created_utc: '2026-10-05 00:00:00',
    };
    const group = await assemble([{ gross: '100.00', fee: '4.00' }, refund], invoice as Invoice);
    expect(chargeIn(group).lines.map((line) => shown(line.amounts))).toEqual([['75.00', '0.00', '3.00']]);
    // Of the refund 40 x 3/4 counts.
    expect(posted(chargeIn(group))).toEqual(['45.00', '0.00']);
    expect(reasons(group)).toEqual([
      ['other-product', '25.00'],
      ['other-product', '-10.00'],
    ]);
    // R9: 75 of 100 is subscription gross.
    expect(group.printedCharges.map((each) => [short(each.gross), short(each.subscriptionGross)])).toEqual([
      ['100.00', '75.00'],
    ]);
  });

  const inclusive = (id: string, amount: number, tax: number) =>
    apiLine({ id, amount, tax_amounts: [{ amount: tax, inclusive: true }] });
  it.each([
    // 20.00 and 5.00 of tax make 25.00.
    ['exclusive tax', { total: 2500, total_tax_amounts: [{ amount: 500 }] }, [apiLine()], []],
    ['a missing line', { total: 2500 }, [apiLine()], ['invoice-does-not-add-up']],
    ['a cent too much', { total: 1999 }, [apiLine()], ['invoice-does-not-add-up']],
    // 2 x 10.00 with 1.67 in each; of 20.00 it is 3.33: the lines are 16.66, the total is 16.67 without it.
    [
      'inclusive tax, rounded for the whole',
      { total_tax_amounts: [{ amount: 333 }] },
      [inclusive('il_1', 1000, 167), inclusive('il_2', 1000, 167)],
      [],
    ],
    // Two lines may miss it by two cents, not by three.
    [
      'inclusive tax that is not in the lines',
      { total_tax_amounts: [{ amount: 331 }] },
      [inclusive('il_1', 1000, 167), inclusive('il_2', 1000, 167)],
      ['invoice-does-not-add-up'],
    ],
  ])('its lines add up to its total, or it waits: %s', async (_what, fields, lines, found) => {
    const [invoice] = await readInvoices(apiInvoice(fields, lines));
    expect(codes(await assemble([{}], invoice as Invoice))).toEqual(found);
  });

  it('accepted, the weights of lines that do not add up divide the charge', async () => {
    // 20.00 and 5.00 of 30.00: 30 x 20/25 = 24 is the plan's, 6 the pack's.
    const lines = [apiLine(), apiLine({ id: 'il_2', amount: 500, price: { id: 'price_pack' } })];
    const [invoice] = await readInvoices(apiInvoice({ total: 3000 }, lines));
    const decisions = new DecisionBook([
      {
        ...{ code: 'invoice-does-not-add-up', subject: 'ch_1', month: month('2026-10'), decision: 'accept' },
        ...{ note: 'shipping', by: 'ada', at: '2026-11-02T00:00:00Z', finalMonth: null },
      },
    ]);
    const rows = await readLedger([ledgerRow({ gross: '30.00' })]);
    const [group] = assembleAll(rows, { ...rulesOf(), decisions }, [invoice as Invoice]);
    if (group === undefined) throw new Error('the rows are one group');
    expect(posted(chargeIn(group))).toEqual(['24.00', '0.00']);
    expect([codes(group), reasons(group)]).toEqual([['invoice-does-not-add-up'], [['other-product', '6.00']]]);
    expect(group.findings[0]?.what).toBe(
      'the lines of invoice in_1 sum to 25.000000 USD without tax, its total to 30.000000 USD',
    );
  });

  it('a draft charges nothing: the invoice that the charge is of is missing', async () => {
    const [draft] = await readInvoices(apiInvoice({ status: 'draft' }));
    const group = await assemble([{}], draft as Invoice);
    expect([codes(group), group.charges]).toEqual([['missing-invoice'], []]);
    expect(group.findings[0]?.what).toContain('as a draft only');
  });

  it('a line of nothing needs no product', async () => {
    const [invoice] = await readInvoices(
      apiInvoice({}, [apiLine(), apiLine({ id: 'il_2', amount: 0, price: { id: 'price_unheard_of' } })]),
    );
    expect(codes(await assemble([{}], invoice as Invoice))).toEqual([]);
  });

  it.each([
    ['unknown-product', {}, [apiLine({ price: { id: 'price_unheard_of' } })]],
    ['unknown-product', {}, [apiLine({ price: null })]],
    ['incomplete-invoice', { lines: { data: [apiLine()], has_more: true } }, []],
    ['incomplete-invoice', { lines: { data: [apiLine()], has_more: false, total_count: 2 } }, []],
    ['weights-not-positive', {}, [apiLine({ amount: -500 }), apiLine({ id: 'il_2', amount: 500 })]],
    ['weights-not-positive', { total: 0 }, [apiLine()]],
  ])('%s is an exception, and nothing posts', async (code, invoice, lines) => {
    const [known] = await readInvoices(apiInvoice(invoice, lines));
    const group = await assemble([{}], known as Invoice);
    expect(codes(group)).toEqual([code]);
    expect(group.charges).toEqual([]);
  });
});

describe('what is no subscription revenue (R4)', () => {
  it.each([
    ['not-subscription', [{ invoice_id: '' }], []],
    ['not-subscription', [{}], [csvInvoice({ subscription: '' })]],
    ['test-mode', [{}], [csvInvoice({ liveMode: false })]],
  ])('%s, with its refunds', async (reason, [row], invoices) => {
    const refund = { reporting_category: 'refund', source_id: 're_1', gross: '-5.00', fee: '0' };
    const group = await assemble([row as LedgerRow, refund], ...invoices);
    expect(reasons(group)).toEqual([
      [reason, '20.00'],
      [reason, '-5.00'],
    ]);
    expect([group.charges, codes(group)]).toEqual([[], []]);
    expect(group.printedCharges.map((each) => short(each.subscriptionGross))).toEqual(['0.00']);
  });

  it('an invoice that is not there, or a rate, is an exception', async () => {
    expect(codes(await assemble([{}]))).toEqual(['missing-invoice']);
    expect(codes(await assemble([{ currency: 'gbp' }], csvInvoice()))).toEqual(['fx-missing']);
  });

  it('refunds and disputes without their charge post nothing', async () => {
    const refund = { reporting_category: 'refund', source_id: 're_1', gross: '-5.00', fee: '0' };
    const won = { reporting_category: 'dispute_reversal', source_id: 'dp_1', gross: '5.00', fee: '0' };
    const group = await assemble([refund, won]);
    expect(codes(group).sort()).toEqual(['orphan', 'orphan-restoration']);
    expect(group.charges).toEqual([]);
  });
});

describe('what happens to a charge (R6, R7)', () => {
  const annual = csvInvoice({ total: usd('120.00'), ...span('2026-01-10', '2027-01-10') });
  const charge = { gross: '120.00', fee: '6.00', created_utc: '2026-01-10 00:00:00' };

  it('each category is what docs/inputs.md says', async () => {
    const row = (reporting_category: string, source_id: string, gross: string, fee: string, day: string) => ({
      reporting_category,
      source_id,
      gross,
      fee,
      created_utc: `2026-${day} 00:00:00`,
    });
    const group = await assemble(
      [
        charge,
        row('refund', 're_1', '-10.00', '0', '02-01'),
        row('partial_capture_reversal', 're_2', '-10.00', '0', '03-01'),
        row('charge_failure', 'py_1', '-10.00', '0', '04-01'),
        row('dispute', 'dp_1', '-20.00', '15.00', '05-01'),
        row('dispute_reversal', 'dp_1', '20.00', '-15.00', '06-01'),
        row('refund_failure', 're_1', '10.00', '0.25', '07-01'),
      ],
      annual,
    );
    const { events, rowAmounts } = chargeIn(group);
    expect(events.map((event) => [event.type, event.type === 'reduction' ? event.kind : '', event.sourceId])).toEqual([
      ['reduction', 'refund', 're_1'],
      ['reduction', 'refund', 're_2'],
      ['reduction', 'refund', 'py_1'],
      ['reduction', 'dispute', 'dp_1'],
      ['restoration', '', 'dp_1'],
      ['restoration', '', 're_1'],
    ]);
    // Fees of the rows post in their own month; only a dispute's are dispute fees.
    expect(rowAmounts.map((fee) => [fee.kind, fee.month - month('2026-01'), short(fee.amounts.fee)])).toEqual([
      ['dispute-fee', 4, '15.00'],
      ['dispute-fee', 5, '-15.00'],
      ['provider-fee', 6, '0.25'],
    ]);
  });
});
