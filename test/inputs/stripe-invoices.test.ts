import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { invoices, ledger, smallWorld } from '../worlds/small-world.ts';
import { apiInvoice, apiLine, ledgerCsv, ledgerRow, seconds } from '../worlds/stripe-exports.ts';
import { inTurn, outcome } from '../worlds/world.ts';

/** Stripe's invoices in the books (docs/inputs.md): what counts of them, however they come. */

type Files = Readonly<Record<string, string>>;
type Version = Readonly<{ ext: string; text: string }>;

/** The outcome of files that lie in the inputs together. */
async function together(base: Files, versions: readonly Version[]) {
  return outcome(await inTurn(smallWorld(), [{ ...base, ...Object.assign({}, ...versions.map(named)) }]));
}

/** The outcome of files that come one after the other, in both orders, or at once under exchanged names: with one digest. */
async function inAnyOrder(base: Files, versions: readonly Version[]) {
  const files = versions.map(named);
  const exchanged = versions.map((version, index) => named(version, versions.length - index)) as Files[];
  const runs = [[base, ...files], [...[...files].reverse(), base], [Object.assign({}, base, ...exchanged) as Files]];
  const outcomes = [];
  for (const each of runs) {
    const reconciled = await inTurn(smallWorld(), each);
    outcomes.push({ ...outcome(reconciled), digest: reconciled.document.digest });
  }
  for (const each of outcomes) expect(each).toEqual(outcomes[0]);
  const { digest: _, ...found } = outcomes[0] ?? { digest: '', net: '', exceptions: {} };
  return found;
}

function named({ ext, text }: Version, index: number): Files {
  return { [`${index}.${ext}`]: text };
}

const MONTH = { start: seconds('2026-10-10T09:00:00Z'), end: seconds('2026-11-10T09:00:00Z') };
const line = (fields: Record<string, unknown> = {}) =>
  apiLine({ period: MONTH, price: { id: 'price_month' }, ...fields });
const api = (fields: Record<string, unknown>, lines = [line()]): { ext: string; text: string } => ({
  ext: 'jsonl',
  text: `${JSON.stringify(apiInvoice(fields, lines))}\n`,
});
const csv = (...rows: readonly string[]) => ({ ext: 'csv', text: invoices(...rows) });
const charge = (gross: string, fee: string, net: string): Files => ({
  'ledger.csv': ledger(`txn_1,2026-10-10 09:00:00,usd,${gross},${fee},${net},charge,ch_1,ch_1,in_1`),
});
const paid = 'in_1,sub_1,usd,20.00,4.00,24.00,paid,2026-10-10 09:00,2026-10-10 09:00,2026-11-10 09:00';

describe('versions of one invoice, in any order and under any name', () => {
  it('a paid CSV beats the draft and the open one of the API', async () => {
    const versions = [api({ status: 'draft' }), csv(paid), api({ status: 'open', total: 2400, tax: 400 })];
    // 24.00 - 4.00 of tax - 1.00.
    expect(await inAnyOrder(charge('24.00', '1.00', '23.00'), versions)).toEqual({ net: '19.000000', exceptions: {} });
  });

  it('one with all of its lines beats one without', async () => {
    const half = line({ amount: 500 });
    const versions = [
      api({ lines: { object: 'list', data: [half], has_more: true } }),
      api({}, [half, line({ id: 'il_2', amount: 1500 })]),
    ];
    expect(await together(charge('20.00', '0.88', '19.12'), versions)).toEqual({ net: '19.120000', exceptions: {} });
  });

  it('a draft alone charges nothing', async () => {
    expect(await together(charge('20.00', '0.88', '19.12'), [api({ status: 'draft' })])).toEqual({
      net: '0.000000',
      exceptions: { 'missing-invoice': 1 },
    });
  });

  it('two that divide the same money differently wait for a person', async () => {
    const other = [line({ amount: 1000 }), line({ id: 'il_2', amount: 1000, price: { id: 'price_year' } })];
    expect(await inAnyOrder(charge('20.00', '0.88', '19.12'), [api({}), api({}, other)])).toEqual({
      net: '0.000000',
      exceptions: { 'conflicting-invoice': 1 },
    });
  });
});

describe('a CSV whose tax is empty, beside the JSON that has it', () => {
  const inclusive = { taxes: [{ amount: 400, tax_behavior: 'inclusive' }] };
  const json = api({ total: 2400, tax: 400 }, [line({ amount: 2400, ...inclusive })]);
  const rest = 'paid,2026-10-10 09:00,2026-10-10 09:00';
  const base = charge('24.00', '1.00', '23.00');

  it('is that invoice: 24.00 - 4.00 of tax - 1.00', async () => {
    const untold = csv(`in_1,sub_1,usd,24.00,,24.00,${rest},2026-11-10 09:00`);
    // Alone, the tax is revenue.
    expect(await together(base, [untold])).toEqual({ net: '23.000000', exceptions: {} });
    // Before, the JSON made it a `conflicting-invoice`, which could only be left out.
    expect(await inAnyOrder(base, [untold, json])).toEqual({ net: '19.000000', exceptions: {} });
  });

  it('so that `mixed-periods` is mended by the JSON, as it says', async () => {
    const twoMonths = csv(`in_1,sub_1,usd,24.00,,24.00,${rest},2026-12-10 09:00`);
    expect(await together(base, [twoMonths])).toEqual({ net: '0.000000', exceptions: { 'mixed-periods': 1 } });
    expect(await inAnyOrder(base, [twoMonths, json])).toEqual({ net: '19.000000', exceptions: {} });
  });

  it('another tax than that of the JSON contradicts it', async () => {
    const other = csv(`in_1,sub_1,usd,24.00,3.00,24.00,${rest},2026-11-10 09:00`);
    const waits = { net: '0.000000', exceptions: { 'conflicting-invoice': 1 } };
    expect(await inAnyOrder(base, [other, json])).toEqual(waits);
  });
});

describe('a CSV invoice inside a term that was paid before hides several lines', () => {
  const rows = [
    ledgerRow({ source_id: 'ch_0', charge_id: 'ch_0', invoice_id: 'in_0', created_utc: '2026-10-05 10:00:00' }),
    ledgerRow({ invoice_id: 'in_1', created_utc: '2026-10-20 10:00:00', gross: '189.00', fee: '5.78' }),
  ];
  const base = { 'ledger.csv': ledgerCsv(rows) };
  const switched = 'in_1,sub_1,usd,189.00,,189.00,paid,2026-10-20 10:00,2026-10-20 10:00,2027-10-20 10:00';
  const earlierOne = (status: string, ends = '2026-11-05 10:00', total = '20.00') =>
    csv(`in_0,sub_1,usd,${total},,${total},${status},2026-10-05 10:00,2026-10-05 10:00,${ends}`);
  const waits = { net: '19.120000', exceptions: { 'mixed-periods': 1 } };

  it('from month to year', async () => {
    expect(await inAnyOrder(base, [csv(switched), earlierOne('paid')])).toEqual(waits);
  });

  it('where the earlier one is known as JSON', async () => {
    const period = { start: MONTH.start - 5 * 86400, end: MONTH.end - 5 * 86400 };
    const earlier = api({ id: 'in_0', created: period.start }, [line({ period })]);
    expect(await together(base, [csv(switched), earlier])).toEqual(waits);
  });

  it.each([
    // 19.12 of the month, and of the year 189.00 / 12 - 5.78 / 12 = 15.75 - 0.481666.
    ['a voided one', earlierOne('void'), { net: '34.388334', exceptions: {} }],
    // The first is no single term itself.
    [
      'one that ends where it begins',
      earlierOne('paid', '2026-10-20 10:00'),
      { net: '15.268334', exceptions: { 'mixed-periods': 1 } },
    ],
  ])('but not after %s', async (_what, earlier, found) => {
    expect(await together(base, [csv(switched), earlier])).toEqual(found);
  });
});

describe('a payment that an invoice names', () => {
  const row = ledgerRow({
    invoice_id: '',
    charge_id: 'ch_1',
    payment_intent_id: 'pi_1',
    created_utc: '2026-10-10 09:00:00',
  });
  it.each([
    ['its payment intent', { payments: { data: [{ payment: { type: 'payment_intent', payment_intent: 'pi_1' } }] } }],
    ['its charge', { charge: 'ch_1' }],
  ])('links the ledger’s row without invoice_id: by %s', async (_what, fields) => {
    const found = await together({ 'ledger.csv': ledgerCsv([row]) }, [api(fields)]);
    expect(found).toEqual({ net: '19.120000', exceptions: {} });
  });

  it('that two invoices name is of neither until a person says so', async () => {
    const versions = [api({ charge: 'ch_1' }), api({ id: 'in_2', charge: 'ch_1' })];
    expect(await together({ 'ledger.csv': ledgerCsv([row]) }, versions)).toEqual({
      net: '0.000000',
      exceptions: { 'conflicting-invoice': 1 },
    });
  });
});

describe('books of an older version', () => {
  it('read their exports again from the evidence: what they had chosen wrong is chosen anew', async () => {
    const world = smallWorld();
    const files = {
      ...charge('24.00', '1.00', '23.00'),
      'a.csv': csv(paid).text,
      'b.jsonl': api({ status: 'draft' }).text,
    };
    expect(outcome(await inTurn(world, [files])).net).toBe('19.000000');
    const database = new SQLite(join(world.data, 'revshare.sqlite'));
    // The draft of the API beat the CSV, of which nothing was kept.
    database.exec(`
      update stripe_invoices set import_id = (select import_id from replaced_invoices),
        body = (select body from replaced_invoices);
      update replaced_invoices set body = '', import_id = (select id from imports where kind = 'stripe-invoices-csv');
      insert into settings (name, value) values ('reread', 'stripe')`);
    database.close();
    expect(outcome(await inTurn(world, [{}]))).toEqual({ net: '19.000000', exceptions: {} });
    const again = new SQLite(join(world.data, 'revshare.sqlite'), { readonly: true });
    const left = again.prepare("select count(*) as n from settings where name = 'reread'").get();
    again.close();
    expect(left).toEqual({ n: 0 });
  });
});
