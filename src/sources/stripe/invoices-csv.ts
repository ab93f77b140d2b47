import { absolute } from '../../core/money/micro.ts';
import { quoted } from '../../problems/quoted.ts';
import { withEitherSeparatorOrThousands } from '../reading/amount-forms.ts';
import { firstLine, headerCells, type InputHead, type SourceInput } from '../reading/input.ts';
import { readTable } from '../reading/table.ts';
import { hasColumns, type TableColumn, type TableForm } from '../reading/table-header.ts';
import type { TableRow } from '../reading/table-row.ts';
import { parseUtcTime } from '../reading/utc-time.ts';
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
  { name: 'Total Discount Amount', needed: false },
  { name: 'Exclusive Tax Amount', needed: false },
  { name: 'Inclusive Tax Amount', needed: false },
  { name: 'Amount Due', needed: false },
  { name: 'Charge', needed: false },
  { name: 'Customer', aliases: ['Customer ID'], needed: false },
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

/** How a report is read, and by which a file is known that lacks columns that tell its kind. */
export const STRIPE_INVOICES_FORM: TableForm = { delimiter: ',', columns: COLUMNS, remedy: REMEDY };

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
  for await (const row of readTable(input, STRIPE_INVOICES_FORM)) {
    yield { invoice: csvInvoice(row), line: row.line };
  }
}

function csvInvoice(row: TableRow): Invoice {
  const startMs = optionalTime(row, PERIOD_START);
  const endMs = optionalTime(row, PERIOD_END);
  const dateMs = optionalTime(row, 'Date (UTC)');
  const settledMs = optionalTime(row, 'Paid At (UTC)') ?? optionalTime(row, 'Finalized At (UTC)');
  const atMs = settledMs ?? dateMs ?? startMs;
  if (atMs === null) row.fail('missing-value', 'Date (UTC)', `the invoice ${row.text('id')} has no date`);
  const total = row.amount('Total', withEitherSeparatorOrThousands);
  const subtotal = optionalAmount(row, 'Subtotal') ?? 0n;
  const discounts = optionalAmount(row, 'Total Discount Amount') ?? (total === 0n ? subtotal : 0n);
  const charge = row.text('Charge');
  return {
    id: row.needed('id'),
    from: 'csv',
    subscription: row.text('Subscription'),
    customer: row.text('Customer'),
    status: row.needed('Status').toLowerCase(),
    currency: row.currency('Currency'),
    subtotal,
    discounts,
    // An item's discount is in the subtotal already; grants are not told by themselves.
    creditGrants: total === 0n && subtotal > discounts ? subtotal - discounts : 0n,
    total,
    tax: taxOf(row),
    amountDue: optionalAmount(row, 'Amount Due') ?? total,
    liveMode: true,
    paidOutOfBand: false,
    mayBeTrial: true,
    complete: true,
    atMs: atMs ?? 0,
    madeMs: dateMs ?? atMs ?? 0,
    payments: charge === '' ? [] : [charge],
    span: startMs === null || endMs === null ? null : { startMs, endMs },
    lines: [],
    lineRounding: 0n,
  };
}

/**
 * The customer's tax, inclusive and exclusive: some exports leave the sum of the two empty, and where it is less than they
 * are it does not hold both.
 */
function taxOf(row: TableRow): bigint {
  const parts = ['Exclusive Tax Amount', 'Inclusive Tax Amount'].map((column) => optionalAmount(row, column) ?? 0n);
  const ofParts = parts.reduce((sum, part) => sum + part, 0n);
  const stated = optionalAmount(row, 'Tax') ?? 0n;
  return absolute(ofParts) > absolute(stated) ? ofParts : stated;
}

/** An amount in millionths; null where the cell is empty or the column is not there. */
function optionalAmount(row: TableRow, column: string): bigint | null {
  return row.text(column) === '' ? null : row.amount(column, withEitherSeparatorOrThousands);
}

function optionalTime(row: TableRow, column: string): number | null {
  const text = row.text(column);
  if (text === '') return null;
  const instant = parseUtcTime(text);
  if (instant === null) row.fail('not-a-time', column, `${column} ${quoted(text)} is not a time like 2026-10-31 23:59`);
  return instant;
}
