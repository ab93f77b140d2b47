import { quoted } from '../../problems/quoted.ts';
import { firstLine, headerCells, type InputHead, type SourceInput } from '../input.ts';
import { readTable } from '../table.ts';
import { hasColumns, type TableColumn } from '../table-header.ts';
import type { TableRow } from '../table-row.ts';
import { parseUtcTime } from '../utc-time.ts';
import type { Invoice } from './invoice.ts';

const PERIOD_START = 'Minimum Line Item Period Start (UTC)';
const PERIOD_END = 'Maximum Line Item Period End (UTC)';
const COLUMNS: readonly TableColumn[] = [
  { name: 'id', needed: true },
  { name: 'Subscription', needed: true },
  { name: 'Currency', needed: true },
  { name: 'Total', needed: true },
  { name: 'Tax', needed: true },
  { name: 'Status', needed: true },
  { name: PERIOD_START, needed: true },
  { name: PERIOD_END, needed: true },
  { name: 'Subtotal', needed: false },
  { name: 'Amount Due', needed: false },
  { name: 'Date (UTC)', aliases: ['Created (UTC)'], needed: false },
  { name: 'Finalized At (UTC)', needed: false },
  { name: 'Paid At (UTC)', needed: false },
];
const SIGNATURE: readonly TableColumn[] = [
  { name: 'id', needed: true },
  { name: 'Subscription', needed: true },
  { name: 'Total', needed: true },
  { name: 'Status', needed: true },
  { name: 'Amount Due', aliases: ['Amount Paid', 'Subtotal', PERIOD_START], needed: true },
];
const REMEDY =
  'Export the invoices from the Dashboard with all columns: the Minimum and Maximum Line Item Period columns say which months ' +
  'an invoice covers.';

/** Stripe, Dashboard invoices export (CSV). */
export function isStripeInvoicesCsv(head: InputHead): boolean {
  return hasColumns(headerCells(firstLine(head.text), ','), SIGNATURE);
}

/**
 * Reads the Dashboard's invoices. Period Start/End are the previous period and are not read: the line item period
 * columns are the service period.
 *
 * @throws InvalidInput
 */
export async function* readStripeInvoicesCsv(input: SourceInput): AsyncGenerator<{ invoice: Invoice; line: number }> {
  for await (const row of readTable(input, { delimiter: ',', columns: COLUMNS, remedy: REMEDY })) {
    yield { invoice: csvInvoice(row), line: row.line };
  }
}

function csvInvoice(row: TableRow): Invoice {
  const startMs = optionalTime(row, PERIOD_START);
  const endMs = optionalTime(row, PERIOD_END);
  return {
    id: row.needed('id'),
    from: 'csv',
    subscription: row.text('Subscription'),
    status: row.needed('Status').toLowerCase(),
    currency: row.currency('Currency'),
    subtotal: optionalAmount(row, 'Subtotal'),
    total: row.amount('Total', 'thousands'),
    tax: optionalAmount(row, 'Tax'),
    amountDue: optionalAmount(row, 'Amount Due'),
    liveMode: true,
    paidOutOfBand: false,
    complete: true,
    atMs:
      optionalTime(row, 'Paid At (UTC)') ??
      optionalTime(row, 'Finalized At (UTC)') ??
      optionalTime(row, 'Date (UTC)') ??
      startMs ??
      0,
    span: startMs === null || endMs === null ? null : { startMs, endMs },
    lines: [],
  };
}

function optionalAmount(row: TableRow, column: string): bigint {
  return row.text(column) === '' ? 0n : row.amount(column, 'thousands');
}

function optionalTime(row: TableRow, column: string): number | null {
  const text = row.text(column);
  if (text === '') return null;
  const instant = parseUtcTime(text);
  if (instant === null) row.fail('not-a-time', column, `${column} ${quoted(text)} is not a time like 2026-10-31 23:59`);
  return instant;
}
