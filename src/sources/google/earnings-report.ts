import type { Transaction } from '../../core/revenue/transaction.ts';
import { quoted } from '../../problems/quoted.ts';
import { withThousands } from '../reading/amount-forms.ts';
import { firstLine, headerCells, type InputHead, type SourceInput } from '../reading/input.ts';
import { readTable } from '../reading/table.ts';
import { hasColumns, type TableColumn, type TableForm } from '../reading/table-header.ts';
import type { TableRow } from '../reading/table-row.ts';
import { pacificInstant } from './pacific-time.ts';
import { transactionType } from './transaction-type.ts';

const COLUMNS: readonly TableColumn[] = [
  { name: 'Description', needed: true },
  { name: 'Transaction Date', needed: true },
  { name: 'Transaction Time', needed: true },
  { name: 'Transaction Type', needed: true },
  { name: 'Package ID', aliases: ['Product id'], needed: true },
  { name: 'SKU ID', needed: true },
  { name: 'Merchant Currency', needed: true },
  { name: 'Amount (Merchant Currency)', needed: true },
  { name: 'Base Plan ID', aliases: ['Base Plan or Purchase Option ID'], needed: false },
];
const SIGNATURE = COLUMNS.filter(({ name }) => /Transaction|Merchant|Description/.test(name));
const REMEDY = 'Download the earnings report (PlayApps_YYYYMM.csv or its zip) again, as it is.';

/** How a report is read, and by which a file is known that lacks columns that tell its kind. */
export const GOOGLE_EARNINGS_FORM: TableForm = { delimiter: ',', columns: COLUMNS, remedy: REMEDY };

/** Google Play, earnings report (CSV). */
export function isGoogleEarnings(head: InputHead): boolean {
  return hasColumns(headerCells(firstLine(head.text), ','), SIGNATURE);
}

/**
 * Reads an earnings report: one transaction a row, in merchant currency. Times are Pacific with a printed suffix (R1).
 *
 * @throws InvalidInput
 */
export async function* readGoogleEarnings(input: SourceInput): AsyncGenerator<Transaction & { line: number }> {
  for await (const row of readTable(input, GOOGLE_EARNINGS_FORM)) {
    yield { ...googleTransaction(row), line: row.line };
  }
}

function googleTransaction(row: TableRow): Transaction {
  const kind = row.needed('Transaction Type').toLowerCase().replace(/\s+/g, ' ');
  return {
    provider: 'google',
    rowId: null,
    group: row.text('Description'),
    kind,
    atMs: instantOf(row, kind),
    currency: row.currency('Merchant Currency'),
    gross: row.amount('Amount (Merchant Currency)', withThousands),
    fee: 0n,
    sourceId: '',
    invoice: '',
    paymentIntent: '',
    product: productOf(row),
    terms: '',
  };
}

/** `package/sku/base-plan`; empty on account-level rows, which name no product. */
function productOf(row: TableRow): string {
  const parts = [row.text('Package ID'), row.text('SKU ID'), row.text('Base Plan ID')];
  return parts.every((part) => part === '') ? '' : parts.join('/');
}

function instantOf(row: TableRow, kind: string): number {
  const date = row.needed('Transaction Date');
  const time = row.text('Transaction Time') || timeOfDateAlone(row, kind);
  const instant = pacificInstant(date, time);
  if (typeof instant === 'number') return instant;
  if (date === '') return 0;
  if (instant === 'unknown-zone')
    row.fail('unknown-zone', 'Transaction Time', `Transaction Time ${quoted(time)} does not end in PST or PDT`);
  else if (instant === 'not-a-date')
    row.fail(
      'not-a-date',
      'Transaction Date',
      `Transaction Date ${quoted(date)} is not a date like Oct 31, 2026`,
      'Download the report again in English.',
    );
  else row.fail('not-a-time', 'Transaction Time', `Transaction Time ${quoted(time)} is not a time like 3:29:44 AM PDT`);
  return 0;
}

/** Account-level rows have a date only. Of an order's row the day may be of two months (R1). */
function timeOfDateAlone(row: TableRow, kind: string): string {
  const isOfOrder = row.text('Description') !== '' && transactionType(kind) !== null;
  if (isOfOrder)
    row.fail('missing-value', 'Transaction Time', 'Transaction Time is empty, and the row is of an order', REMEDY);
  return '12:00:00 AM PST';
}
