import type { Invoice } from '../../src/sources/stripe/invoice.ts';
import { readStripeInvoicesJson } from '../../src/sources/stripe/invoices-json.ts';
import { readStripeLedger } from '../../src/sources/stripe/ledger.ts';
import type { Line } from './assembling.ts';
import { all, headOf, inputOf, tableOf } from './export-files.ts';

export type LedgerRow = Record<string, string>;

/** The columns of an itemized balance change export that are read. */
const LEDGER_COLUMNS = [
  'balance_transaction_id',
  'created_utc',
  'currency',
  'gross',
  'fee',
  'net',
  'reporting_category',
  'source_id',
  'customer_facing_amount',
  'customer_facing_currency',
  'charge_id',
  'payment_intent_id',
  'invoice_id',
];

/** A charge of 20.00 with 0.88 of fee; `net` is worked out unless given. */
export function ledgerRow(row: LedgerRow = {}): LedgerRow {
  const filled = {
    balance_transaction_id: `txn_${row.source_id ?? 'ch_1'}`,
    created_utc: '2026-10-03 09:16:18',
    currency: 'usd',
    gross: '20.00',
    fee: '0.88',
    reporting_category: 'charge',
    source_id: 'ch_1',
    charge_id: 'ch_1',
    invoice_id: 'in_1',
    ...row,
  };
  const cents = Math.round(Number(filled.gross) * 100) - Math.round(Number(filled.fee) * 100);
  return { net: (cents / 100).toFixed(2), ...filled };
}

export function ledgerCsv(rows: readonly LedgerRow[], columns: readonly string[] = LEDGER_COLUMNS): string {
  return tableOf(rows, ',', columns);
}

export async function readLedger(rows: readonly LedgerRow[], columns?: readonly string[]): Promise<Line[]> {
  const text = ledgerCsv(rows, columns);
  return all(readStripeLedger(inputOf(text), headOf(text)));
}

/** Unix seconds. */
export function seconds(instant: string): number {
  return Date.parse(instant) / 1000;
}

/** A line of an API invoice before basil: 20.00 for October, of the monthly plan. */
export function apiLine(line: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 'il_1',
    object: 'line_item',
    amount: 2000,
    period: { start: seconds('2026-10-03T09:16:00Z'), end: seconds('2026-11-03T09:16:00Z') },
    discount_amounts: [],
    proration: false,
    price: { id: 'price_m' },
    tax_amounts: [],
    ...line,
  };
}

/** An API invoice before basil. */
export function apiInvoice(
  invoice: Record<string, unknown> = {},
  lines: readonly Record<string, unknown>[] = [apiLine()],
): Record<string, unknown> {
  return {
    id: 'in_1',
    object: 'invoice',
    status: 'paid',
    currency: 'usd',
    livemode: true,
    subscription: 'sub_1',
    subtotal: 2000,
    total: 2000,
    amount_due: 2000,
    tax: null,
    total_tax_amounts: [],
    created: seconds('2026-10-03T09:00:00Z'),
    status_transitions: { finalized_at: seconds('2026-10-03T09:10:00Z'), paid_at: seconds('2026-10-03T09:16:18Z') },
    lines: { object: 'list', data: lines, has_more: false },
    ...invoice,
  };
}

/** An invoice as the Dashboard's CSV gives it: 20.00 for a month from 3 October 2026 on. */
export function csvInvoice(invoice: Partial<Invoice> = {}): Invoice {
  const startMs = Date.UTC(2026, 9, 3);
  return {
    id: 'in_1',
    from: 'csv',
    subscription: 'sub_1',
    customer: '',
    status: 'paid',
    currency: 'USD',
    subtotal: invoice.total ?? 20_000_000n,
    discounts: 0n,
    creditGrants: 0n,
    total: 20_000_000n,
    tax: 0n,
    amountDue: 20_000_000n,
    liveMode: true,
    paidOutOfBand: false,
    mayBeTrial: true,
    complete: true,
    atMs: startMs,
    madeMs: startMs,
    payments: [],
    span: { startMs, endMs: Date.UTC(2026, 10, 3) },
    lines: [],
    lineRounding: 0n,
    ...invoice,
  };
}

export async function readInvoicesText(text: string): Promise<Invoice[]> {
  return (await all(readStripeInvoicesJson(inputOf(text, 'invoices.json')))).map(({ invoice }) => invoice);
}

export async function readInvoices(...invoices: readonly Record<string, unknown>[]): Promise<Invoice[]> {
  return readInvoicesText(invoices.map((each) => `${JSON.stringify(each)}\n`).join(''));
}
