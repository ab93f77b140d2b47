import { type DayOrder, type ReportedTransfer, UNSAID } from '../../core/payout/ledger/receipt.ts';
import { transferOutcome } from '../../core/payout/ledger/transfer-status.ts';
import { formatUnits, parseUnits } from '../../core/payout/ledger/units.ts';
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
 * transaction that it takes back: what of it came back was not paid, whatever its own row says, and also where that row stands in another export.
 */
export async function readPaypalActivity(input: SourceInput, given: DayOrder | null): Promise<RailReceipts> {
  const format = { delimiter: ',' as const, columns: PAYPAL_ACTIVITY };
  const dates: string[] = [];
  for await (const row of readTable(input, format)) dates.push(row.text('date'));
  const order = given ?? dayOrderOf(dates);
  const transfers: ReportedTransfer[] = [];
  const takenBack = new Map<string, Back>();
  let others = 0;
  for await (const row of readTable(input, format)) {
    const currency = row.currency('currency');
    const gross = printedColumn(row, 'gross', currency);
    const isOut = /^[-\u2212]/.test(row.text('gross')) && row.text('to') !== '';
    if (!isOut) {
      const back = backOf(row, currency, gross);
      if (back === null) others += 1;
      else takenBack.set(row.text('ref'), together(back, takenBack.get(row.text('ref'))));
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
      .filter(([reference, { isSettled }]) => !held.has(reference) && isSettled)
      .map(([reference, { status, amount, asset }]) => ({ reference, status, amount, asset })),
  };
}

/** What came back of a transaction. */
interface Back {
  /** Plain decimal text. */
  readonly amount: string;
  readonly asset: string;
  readonly status: string;
  /** Whether it is there: what PayPal still calls pending may not come. */
  readonly isSettled: boolean;
}

const BACK = /revers|refund|return|cancel|denied|unclaimed/i;

/** Null for a row that takes nothing back, as one whose refund failed; a hold that ends was no payment. */
function backOf(row: TableRow, asset: string, amount: string): Back | null {
  const [type, status] = [row.text('type'), row.text('status')];
  if (row.text('ref') === '' || !BACK.test(type) || /\bhold\b/i.test(type)) return null;
  const outcome = transferOutcome(status);
  if (outcome === 'came-back') return null;
  const isSettled = outcome !== 'on-its-way';
  return { amount: amount.replace('-', ''), asset, status: isSettled ? type : `${type} (${status})`, isSettled };
}

/** Two rows that take the same transaction back, in parts. */
function together(back: Back, before: Back | undefined): Back {
  if (before === undefined || before.asset !== back.asset) return back;
  const sum = (parseUnits(before.amount, CENTS) ?? 0n) + (parseUnits(back.amount, CENTS) ?? 0n);
  return { ...back, amount: formatUnits(sum, CENTS), isSettled: before.isSettled && back.isSettled };
}

/** As many decimals as any amount of PayPal has. */
const CENTS = 2;

/** Of a transfer that came back in part the rest was paid. */
function asTakenBack(transfer: ReportedTransfer, takenBack: ReadonlyMap<string, Back>): ReportedTransfer {
  const back = takenBack.get(transfer.reference);
  if (back === undefined || transfer.outcome === 'came-back') return transfer;
  if (!back.isSettled) return { ...transfer, amount: '0', status: back.status, outcome: 'on-its-way' };
  const left = (parseUnits(transfer.amount, CENTS) ?? 0n) - (parseUnits(back.amount, CENTS) ?? 0n);
  if (transfer.outcome !== 'paid' || back.asset !== transfer.asset || left <= 0n) {
    return { ...transfer, amount: '0', status: back.status, outcome: 'came-back' };
  }
  return {
    ...transfer,
    amount: formatUnits(left, CENTS),
    status: back.status,
    cameBack: `${back.amount} ${back.asset}`,
  };
}

/** PayPal prints what it took as a negative amount. */
function feeOf(row: TableRow, currency: string): ReportedTransfer['railFee'] {
  const fee = row.text('fee') === '' ? '0' : printedColumn(row, 'fee', currency);
  const amount = fee.replace('-', '');
  return /[1-9]/.test(amount) ? { amount, asset: currency } : UNSAID.railFee;
}
