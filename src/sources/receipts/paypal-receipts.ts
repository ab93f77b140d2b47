import { type DayOrder, type ReportedTransfer, UNSAID } from '../../core/payout/ledger/receipt.ts';
import { folded } from '../../core/payout/payees/destination.ts';
import type { SourceInput } from '../reading/input.ts';
import { readTable } from '../reading/table.ts';
import type { TableColumn } from '../reading/table-header.ts';
import type { TableRow } from '../reading/table-row.ts';
import { outcomeOf } from './own-receipts.ts';
import { printedColumn } from './rail-amounts.ts';
import type { RailReceipts } from './rail-receipts.ts';
import { dayOrderOf, paypalInstant } from './rail-times.ts';
import { walletStartIn } from './wallet-start.ts';

/** The activity that PayPal's account downloads as CSV. */
export const PAYPAL_ACTIVITY: readonly TableColumn[] = [
  { name: 'date', needed: true },
  { name: 'time', needed: true },
  { name: 'zone', needed: true, aliases: ['TimeZone', 'Time Zone'] },
  { name: 'type', needed: true },
  { name: 'status', needed: true },
  { name: 'currency', needed: true },
  { name: 'gross', needed: true },
  { name: 'fee', needed: true },
  { name: 'to', needed: true, aliases: ['To Email Address'] },
  { name: 'id', needed: true, aliases: ['Transaction ID'] },
  { name: 'ref', needed: false, aliases: ['Reference Txn ID'] },
  { name: 'custom', needed: false, aliases: ['Custom Number'] },
];

/**
 * What the account sent: rows with a negative gross to an address. A reversal is money that comes in and names the
 * transaction that it takes back: that one was not paid, whatever its own row says, and also where that row stands in another export.
 */
export async function readPaypalActivity(input: SourceInput, given: DayOrder | null): Promise<RailReceipts> {
  const format = { delimiter: ',' as const, columns: PAYPAL_ACTIVITY };
  const dates: string[] = [];
  for await (const row of readTable(input, format)) dates.push(row.text('date'));
  const order = given ?? dayOrderOf(dates);
  const transfers: ReportedTransfer[] = [];
  const takenBack = new Map<string, string>();
  let others = 0;
  for await (const row of readTable(input, format)) {
    const currency = row.currency('currency');
    const gross = printedColumn(row, 'gross', currency);
    const isOut = /^[-\u2212]/.test(row.text('gross')) && row.text('to') !== '';
    if (!isOut) {
      if (row.text('ref') !== '' && BACK.test(row.text('type'))) takenBack.set(row.text('ref'), row.text('type'));
      else others += 1;
      continue;
    }
    const status = row.text('status');
    const outcome = outcomeOf(row, status);
    transfers.push({
      ...UNSAID,
      destination: folded(row.text('to')),
      walletStart: walletStartIn(row.text('custom')),
      amount: outcome === 'paid' ? gross.replace('-', '') : '0',
      asset: currency,
      reference: row.needed('id'),
      atMs: paypalInstant(row, order),
      railFee: feeOf(row, currency),
      ...{ line: row.line, status, outcome, isExport: true },
    });
  }
  const held = new Set(transfers.map(({ reference }) => reference));
  return {
    transfers: transfers.map((each) => asTakenBack(each, takenBack)),
    others,
    takenBack: [...takenBack]
      .filter(([reference]) => !held.has(reference))
      .map(([reference, status]) => ({ reference, status })),
  };
}

const BACK = /revers|refund|return|cancel|denied|unclaimed/i;

function asTakenBack(transfer: ReportedTransfer, takenBack: ReadonlyMap<string, string>): ReportedTransfer {
  const why = takenBack.get(transfer.reference);
  return why === undefined ? transfer : { ...transfer, amount: '0', status: why, outcome: 'came-back' };
}

/** PayPal prints what it took as a negative amount. */
function feeOf(row: TableRow, currency: string): ReportedTransfer['railFee'] {
  const fee = row.text('fee') === '' ? '0' : printedColumn(row, 'fee', currency);
  const amount = fee.replace('-', '');
  return /[1-9]/.test(amount) ? { amount, asset: currency } : UNSAID.railFee;
}
