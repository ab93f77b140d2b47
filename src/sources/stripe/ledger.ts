import type { Transaction } from '../../core/revenue/transaction.ts';
import { quoted } from '../../problems/quoted.ts';
import { withEitherSeparator } from '../reading/amount-forms.ts';
import { firstLine, headerCells, type InputHead, type SourceInput } from '../reading/input.ts';
import { readTable } from '../reading/table.ts';
import { hasColumns, type TableColumn, type TableForm } from '../reading/table-header.ts';
import type { TableRow } from '../reading/table-row.ts';
import { parseUtcTime } from '../reading/utc-time.ts';
import { isChargeId, isOfCharge, meaningOf } from './categories.ts';
import { writeCustomerFacing } from './customer-facing.ts';
import { ledgerTimeColumn } from './ledger-zone.ts';

/** Needed columns of the itemized balance change report, any version, and which of them tell its kind. */
const SIGNATURE: readonly TableColumn[] = [
  { name: 'balance_transaction_id', needed: true },
  { name: 'currency', needed: true },
  { name: 'gross', needed: true },
  { name: 'fee', needed: true },
  { name: 'net', needed: true },
  { name: 'reporting_category', needed: true },
];
const REMEDY =
  'Export the itemized balance change report with the columns balance_transaction_id, created_utc, currency, gross, fee, net, ' +
  'reporting_category, source_id, charge_id and invoice_id ticked: the default columns are not enough. Where customers pay in ' +
  'another currency, tick customer_facing_amount and customer_facing_currency too.';

/** The columns of a report, whose times stand in one of two. */
function columnsWith(time: string, aliases: readonly string[] = []): TableColumn[] {
  return [
    ...SIGNATURE,
    { name: time, aliases, needed: true },
    { name: 'source_id', needed: true },
    { name: 'charge_id', needed: true },
    { name: 'invoice_id', needed: true },
    { name: 'payment_intent_id', needed: false },
    { name: 'customer_facing_amount', needed: false },
    { name: 'customer_facing_currency', needed: false },
  ];
}

/** By which a file is known that lacks columns that tell its kind. */
export const STRIPE_LEDGER_FORM: TableForm = {
  delimiter: ',',
  columns: columnsWith('created_utc', ['created']),
  remedy: REMEDY,
};

/** Stripe, itemized balance change from activity (CSV). */
export function isStripeLedger(head: InputHead): boolean {
  return hasColumns(headerCells(firstLine(head.text), ','), SIGNATURE);
}

/**
 * Reads the Stripe ledger: one transaction a row, amounts in major units as printed, with either decimal separator.
 * `net = gross - fee` is checked on every row.
 *
 * @throws InvalidInput
 */
export async function* readStripeLedger(
  input: SourceInput,
  head: InputHead,
): AsyncGenerator<Transaction & { line: number }> {
  const time = ledgerTimeColumn(input.name, firstLine(head.text));
  const columns = columnsWith(time);
  for await (const row of readTable(input, { delimiter: ',', columns, remedy: REMEDY })) {
    yield { ...ledgerTransaction(row, time), line: row.line };
  }
}

function ledgerTransaction(row: TableRow, time: string): Transaction {
  const gross = row.amount('gross', withEitherSeparator);
  const fee = row.amount('fee', withEitherSeparator);
  const net = row.amount('net', withEitherSeparator);
  if (row.faults === 0 && net !== gross - fee) {
    row.fail(
      'net-mismatch',
      'net',
      `net ${row.text('net')} is not gross ${row.text('gross')} - fee ${row.text('fee')}`,
    );
  }
  const kind = row.text('reporting_category').toLowerCase();
  return {
    provider: 'stripe',
    rowId: row.needed('balance_transaction_id'),
    group: chargeOf(row, kind),
    kind,
    atMs: instantOf(row, time),
    currency: row.currency('currency'),
    gross,
    fee,
    sourceId: row.text('source_id'),
    invoice: row.text('invoice_id'),
    product: '',
    terms: customerFacing(row),
    paymentIntent: row.text('payment_intent_id'),
  };
}

/**
 * Refunds and disputes name the charge they belong to, and so may a row of which nobody knows what it is. A charge is its own source; so is that of a payment that failed
 * later, and of refunds in older reports.
 */
function chargeOf(row: TableRow, kind: string): string {
  const meaning = meaningOf(kind);
  if (!isOfCharge(meaning) && meaning !== 'unknown') return '';
  const source = row.text('source_id');
  return row.text('charge_id') || (meaning === 'charge' || isChargeId(source) ? source : '');
}

/** What the customer saw, where it is in another currency than the balance. */
function customerFacing(row: TableRow): string {
  const currency = row.text('customer_facing_currency').toUpperCase();
  if (currency === '' || row.text('customer_facing_amount') === '' || currency === row.text('currency').toUpperCase())
    return '';
  return writeCustomerFacing({ currency, amount: row.amount('customer_facing_amount', withEitherSeparator) });
}

function instantOf(row: TableRow, column: string): number {
  const text = row.needed(column);
  const instant = parseUtcTime(text);
  if (instant === null && text !== '') {
    row.fail('not-a-time', column, `${column} ${quoted(text)} is not a time like 2026-10-31 23:59:59`);
  }
  return instant ?? 0;
}
