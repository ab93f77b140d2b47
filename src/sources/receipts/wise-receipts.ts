import { type ReportedTransfer, UNSAID } from '../../core/payout/ledger/receipt.ts';
import type { SourceInput } from '../reading/input.ts';
import { readTable } from '../reading/table.ts';
import type { TableColumn } from '../reading/table-header.ts';
import type { TableRow } from '../reading/table-row.ts';
import { outcomeOf, plainAmount } from './own-receipts.ts';
import type { RailReceipts } from './rail-receipts.ts';
import { utcColumn } from './rail-times.ts';
import { walletStartIn } from './wallet-start.ts';

/** The transfers that Wise downloads as CSV; its times are in UTC. */
export const WISE_TRANSFERS: readonly TableColumn[] = [
  { name: 'id', needed: true },
  { name: 'status', needed: true },
  { name: 'direction', needed: true },
  { name: 'finished', needed: true, aliases: ['Finished on'] },
  { name: 'fee', needed: true, aliases: ['Source fee amount'] },
  { name: 'fee currency', needed: true, aliases: ['Source fee currency'] },
  { name: 'name', needed: true, aliases: ['Target name'] },
  { name: 'amount', needed: true, aliases: ['Target amount (after fees)'] },
  { name: 'currency', needed: true, aliases: ['Target currency'] },
  { name: 'reference', needed: true },
];

/** What went out. Wise prints no account: the reference that the file for Wise gave a line says whose it is. */
export async function readWiseTransfers(input: SourceInput): Promise<RailReceipts> {
  const transfers: ReportedTransfer[] = [];
  let others = 0;
  for await (const row of readTable(input, { delimiter: ',', columns: WISE_TRANSFERS })) {
    if (row.text('direction').toUpperCase() !== 'OUT') {
      others += 1;
      continue;
    }
    const status = row.text('status');
    const outcome = outcomeOf(row, status);
    const isPaid = outcome === 'paid';
    transfers.push({
      ...UNSAID,
      walletStart: walletStartIn(row.text('reference')),
      name: row.text('name'),
      amount: isPaid ? plainAmount(row, 'amount') : '0',
      asset: row.currency('currency'),
      reference: row.needed('id'),
      atMs: isPaid ? utcColumn(row, 'finished') : 0,
      railFee: feeOf(row),
      ...{ line: row.line, status, outcome, isExport: true },
    });
  }
  return { transfers, others };
}

function feeOf(row: TableRow): ReportedTransfer['railFee'] {
  if (!/[1-9]/.test(row.text('fee'))) return UNSAID.railFee;
  return { amount: plainAmount(row, 'fee'), asset: row.text('fee currency').toUpperCase() };
}
