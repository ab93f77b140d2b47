import { type ReportedTransfer, type SentOn, UNSAID } from '../../core/payout/ledger/receipt.ts';
import { type TransferOutcome, transferOutcome } from '../../core/payout/ledger/transfer-status.ts';
import { parseUnits } from '../../core/payout/ledger/units.ts';
import { unescapeFormula } from '../../core/text/formula-escape.ts';
import { hasAddressForm } from '../../core/wallet/checksum-address.ts';
import { placeInText } from '../../problems/place-in-text.ts';
import { InvalidInput, problem } from '../../problems/problem.ts';
import { quoted } from '../../problems/quoted.ts';
import { firstLine, headerCells, type SourceInput } from '../reading/input.ts';
import { fieldColumn, type TableColumn } from '../reading/table-header.ts';
import type { TableRow } from '../reading/table-row.ts';
import { instantOf } from '../small/instant-column.ts';
import { readSmallFile, type SmallFile } from '../small/small-file.ts';
import { walletOf } from '../small/wallet-column.ts';

/** How rails call what they say of a transfer. */
const STATUS_NAMES = ['transaction_status', 'transfer_status', 'payment_status', 'item_status', 'state', 'result'];

/** What receipts.csv has beside it, and what a person may note. */
const OTHER_COLUMNS = [...['month', 'batch', 'recorded_at', 'recorded_by', 'overrides', 'reversal', 'note']];

/**
 * The transfers of a receipts file of our own form, those too that are no payments. A column that is not known is refused:
 * it may be what says that nothing was paid.
 *
 * @param text the file's own, for its header
 * @throws InvalidInput
 */
export async function readOwnReceipts(input: SourceInput, text: string): Promise<ReportedTransfer[]> {
  const head = firstLine(text);
  const names = OWN_RECEIPTS.columns.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
  const known = new Set([...names, ...OTHER_COLUMNS].map(folded));
  const cells = headerCells(head, ',');
  const foreign = cells.filter((cell) => !known.has(folded(cell)));
  if (foreign.length > 0) {
    const message = `the header has ${foreign.map(quoted).join(', ')}, which says nothing that is known`;
    const { column, length } = fieldColumn(head, cells.indexOf(foreign[0] ?? ''), ',');
    const place = placeInText(input.name, 1, head, { start: column - 1, length });
    throw new InvalidInput([problem('unknown-receipt-column', place, message)]);
  }
  return (await readSmallFile(OWN_RECEIPTS, input)).map(({ row }) => row);
}

/**
 * A receipts file: `wallet,amount,asset,reference,sent_at`, amounts in the asset's own units (R17). A column `status`
 * decides what is a payment; without one every row says that it was sent. `fee` is what the rail took, in the currency of
 * `fee_asset`; `market_rate` is what one unit was worth in dollars when it was sent.
 */
const OWN_RECEIPTS: SmallFile<ReportedTransfer> = {
  columns: [
    { name: 'wallet', needed: true },
    { name: 'amount', needed: true },
    { name: 'asset', needed: true },
    { name: 'reference', needed: true },
    { name: 'sent_at', needed: true },
    { name: 'status', needed: false, aliases: STATUS_NAMES },
    { name: 'fee', needed: false, aliases: ['rail_fee'] },
    { name: 'fee_asset', needed: false, aliases: ['rail_fee_asset'] },
    { name: 'market_rate', needed: false },
    { name: 'token', needed: false },
    { name: 'chain_id', needed: false },
  ],
  read(row) {
    const wallet = walletOf(row);
    const status = row.text('status');
    const outcome = outcomeOf(row, status);
    const sentAt = outcome === 'paid' ? row.needed('sent_at') : row.text('sent_at');
    const asset = row.needed('asset').toUpperCase();
    return {
      ...UNSAID,
      wallet,
      // What was not paid may have no amount, or one that the rail gave back.
      amount: outcome === 'paid' ? plainAmount(row, 'amount') : '0',
      asset,
      reference: unescapeFormula(row.needed('reference')),
      atMs: sentAt === '' ? 0 : (instantOf(row, 'sent_at') ?? 0),
      line: row.line,
      railFee: feeOf(row, asset),
      marketRate: row.text('market_rate') === '' ? '' : plainAmount(row, 'market_rate'),
      status,
      outcome,
      isExport: false,
      sentOn: sentOnOf(row),
    };
  },
};

/** By which the form is told, as an export is by its own. */
export const OWN_FORM: readonly TableColumn[] = OWN_RECEIPTS.columns;

function folded(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

/** A name of a token, or of a chain, says nothing that can be compared. */
function sentOnOf(row: TableRow): SentOn {
  const token = row.text('token').toLowerCase();
  const chain = row.text('chain_id');
  return {
    token: hasAddressForm(token) ? token : '',
    chainId: /^(\d{1,20}|0x[0-9a-f]{1,16})$/i.test(chain) ? BigInt(chain).toString() : '',
  };
}

function feeOf(row: TableRow, asset: string): ReportedTransfer['railFee'] {
  if (row.text('fee') === '') return UNSAID.railFee;
  return { amount: plainAmount(row, 'fee'), asset: row.text('fee_asset').toUpperCase() || asset };
}

/** What a row's status means. A word that is not known is a problem of the row, never a payment. */
export function outcomeOf(row: TableRow, status: string): TransferOutcome {
  if (!row.has('status')) return 'paid';
  const outcome = transferOutcome(status);
  if (outcome !== null) return outcome;
  const message = `status ${quoted(status)} does not say whether it was paid`;
  row.fail('unknown-receipt-status', 'status', message);
  return 'on-its-way';
}

/** A plain decimal text; `0` where it is none, which is a problem of the row. */
export function plainAmount(row: TableRow, column: string): string {
  const text = row.needed(column);
  if (text === '' || parseUnits(text, text.length) !== null) return text || '0';
  row.fail('not-an-amount', column, `${column} ${quoted(text)} is not a plain decimal number`);
  return '0';
}
