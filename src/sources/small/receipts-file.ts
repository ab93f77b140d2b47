import { NO_RAIL_FEE, type ReportedTransfer } from '../../core/payout/receipt.ts';
import { type TransferOutcome, transferOutcome } from '../../core/payout/transfer-status.ts';
import { parseUnits } from '../../core/payout/units.ts';
import { unescapeFormula } from '../../core/text/formula-escape.ts';
import { InvalidInput, problem } from '../../problems/problem.ts';
import { quoted } from '../../problems/quoted.ts';
import { firstLine, headerCells, type SourceInput } from '../input.ts';
import type { TableRow } from '../table-row.ts';
import { instantOf } from './instant-column.ts';
import { readSmallFile, type SmallFile } from './small-file.ts';
import { walletOf } from './wallet-column.ts';

/** Decimals that a wallet's line has; of a wallet that the batch does not pay, those that no asset exceeds. */
export type ScaleOf = (wallet: string) => number | null;

const MOST_DECIMALS = 18;

/** How rails call what they say of a transfer. */
const STATUS_NAMES = ['transaction_status', 'transfer_status', 'payment_status', 'item_status', 'state', 'result'];

/** What receipts.csv has beside it, and what a person may note. */
const OTHER_COLUMNS = [
  ...['month', 'batch', 'recorded_at', 'recorded_by', 'overrides', 'reversal', 'token', 'chain_id', 'note'],
];

/**
 * The transfers of a receipts file, those too that are no payments. A column that is not known is refused: it may be what
 * says that nothing was paid.
 *
 * @param text the file's own, for its header
 * @throws InvalidInput
 */
export async function readReceipts(scaleOf: ScaleOf, input: SourceInput, text: string): Promise<ReportedTransfer[]> {
  const head = firstLine(text);
  const names = receiptsFile(scaleOf).columns.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
  const known = new Set([...names, ...OTHER_COLUMNS].map(folded));
  const foreign = headerCells(head, ',').filter((cell) => !known.has(folded(cell)));
  if (foreign.length > 0) {
    const message = `the header has ${foreign.map(quoted).join(', ')}, which says nothing that is known`;
    throw new InvalidInput([problem('unknown-receipt-column', { file: input.name, line: 1, excerpt: head }, message)]);
  }
  return (await readSmallFile(receiptsFile(scaleOf), input)).map(({ row }) => row);
}

/**
 * A receipts file: `wallet,amount,asset,reference,sent_at`, amounts in the asset's own units (R17). A column `status`
 * decides what is a payment; without one every row says that it was sent.
 */
function receiptsFile(scaleOf: ScaleOf): SmallFile<ReportedTransfer> {
  return {
    columns: [
      { name: 'wallet', needed: true },
      { name: 'amount', needed: true },
      { name: 'asset', needed: true },
      { name: 'reference', needed: true },
      { name: 'sent_at', needed: true },
      { name: 'status', needed: false, aliases: STATUS_NAMES },
    ],
    read(row) {
      const wallet = walletOf(row);
      const status = row.text('status');
      const outcome = outcomeOf(row, status);
      const sentAt = outcome === 'paid' ? row.needed('sent_at') : row.text('sent_at');
      return {
        wallet,
        // What was not paid may have no amount, or one that the rail gave back.
        amount: outcome === 'paid' ? amountOf(row, scaleOf(wallet) ?? MOST_DECIMALS) : 0n,
        asset: row.needed('asset').toUpperCase(),
        reference: unescapeFormula(row.needed('reference')),
        atMs: sentAt === '' ? 0 : (instantOf(row, 'sent_at') ?? 0),
        line: row.line,
        railFee: NO_RAIL_FEE,
        marketRate: '',
        status,
        outcome,
      };
    },
  };
}

function folded(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

function outcomeOf(row: TableRow, status: string): TransferOutcome {
  if (!row.has('status')) return 'paid';
  const outcome = transferOutcome(status);
  if (outcome !== null) return outcome;
  const message = `status ${quoted(status)} does not say whether it was paid`;
  row.fail('unknown-receipt-status', 'status', message);
  return 'on-its-way';
}

function amountOf(row: TableRow, scale: number): bigint {
  const text = row.needed('amount');
  if (text === '') return 0n;
  const amount = parseUnits(text, scale);
  if (amount !== null) return amount;
  if (parseUnits(text, text.length) === null) {
    row.fail('not-an-amount', 'amount', `amount ${quoted(text)} is not a plain decimal number`);
  } else {
    const message = `amount ${quoted(text)} has more than the ${scale} decimals of what the wallet is paid in`;
    row.fail('wrong-receipt-amount', 'amount', message);
  }
  return 0n;
}
