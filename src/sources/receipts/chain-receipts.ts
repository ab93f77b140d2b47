import { type ReportedTransfer, UNSAID } from '../../core/payout/ledger/receipt.ts';
import { checksumFault } from '../../core/wallet/checksum-address.ts';
import { quoted } from '../../problems/quoted.ts';
import type { SourceInput } from '../reading/input.ts';
import { readTable } from '../reading/table.ts';
import type { TableColumn } from '../reading/table-header.ts';
import type { TableRow } from '../reading/table-row.ts';
import { outcomeOf, plainAmount } from './own-receipts.ts';
import type { RailReceipts } from './rail-receipts.ts';
import { utcColumn } from './rail-times.ts';

/** Of explorers that say it: whether the transaction succeeded. */
const STATUS: TableColumn = {
  name: 'status',
  needed: false,
  aliases: ['Tx Status', 'Txn Status', 'Transaction Status'],
};

/** ERC-20 transfers as Etherscan and explorers of its kind download them for an address. */
export const ERC20_TRANSFERS: readonly TableColumn[] = [
  { name: 'hash', needed: true, aliases: ['Transaction Hash', 'Txhash'] },
  { name: 'at', needed: true, aliases: ['DateTime (UTC)', 'DateTime'] },
  { name: 'from', needed: true },
  { name: 'to', needed: true },
  { name: 'amount', needed: true, aliases: ['TokenValue', 'Value', 'Quantity'] },
  { name: 'token', needed: true, aliases: ['ContractAddress', 'Contract Address', 'Token Address'] },
  STATUS,
];

/**
 * Every row is a transfer on the chain, paid unless its own status says that it was not (R17). Tokens are told by their contract: anybody
 * may call another one USDC.
 */
export async function readErc20Transfers(input: SourceInput): Promise<RailReceipts> {
  const transfers: ReportedTransfer[] = [];
  for await (const row of readTable(input, { delimiter: ',', columns: ERC20_TRANSFERS })) {
    transfers.push({
      ...UNSAID,
      destination: addressOf(row, 'to'),
      from: addressOf(row, 'from'),
      token: addressOf(row, 'token'),
      // Etherscan groups thousands with commas.
      amount: plainThousands(row, 'amount'),
      asset: '',
      reference: row.needed('hash'),
      atMs: utcColumn(row, 'at'),
      ...{ line: row.line, ...saidOf(row), isExport: true },
    });
  }
  return { transfers, others: 0 };
}

function plainThousands(row: TableRow, column: string): string {
  const text = row.text(column);
  return /^\d{1,3}(,\d{3})+(\.\d+)?$/.test(text) ? text.replaceAll(',', '') : plainAmount(row, column);
}

/** The transactions that a Safe exports. */
export const SAFE_TRANSACTIONS: readonly TableColumn[] = [
  { name: 'safe', needed: true, aliases: ['Safe Address'] },
  { name: 'from', needed: true, aliases: ['From Address'] },
  { name: 'to', needed: true, aliases: ['To Address'] },
  { name: 'hash', needed: true, aliases: ['Transaction Hash'] },
  { name: 'token', needed: true, aliases: ['Contract Address', 'Asset Address'] },
  { name: 'amount', needed: true },
  { name: 'at', needed: true, aliases: ['Executed at'] },
  { name: 'kind', needed: false, aliases: ['Asset Type'] },
  STATUS,
];

/**
 * What left the Safe. What is not executed yet is on its way. An ERC-20 transfer that does not say of which token is refused: passed
 * over, it would be paid again.
 */
export async function readSafeTransactions(input: SourceInput): Promise<RailReceipts> {
  const transfers: ReportedTransfer[] = [];
  let others = 0;
  for await (const row of readTable(input, { delimiter: ',', columns: SAFE_TRANSACTIONS })) {
    const isOut = row.text('from') !== '' && row.text('from').toLowerCase() === row.text('safe').toLowerCase();
    const isToken = row.text('token') !== '' || /^erc-?20$/i.test(row.text('kind'));
    if (!isOut || !isToken) {
      others += 1;
      continue;
    }
    const isExecuted = row.text('at') !== '' && row.text('hash') !== '';
    const { status, outcome } = isExecuted ? saidOf(row) : NOT_EXECUTED;
    const isPaid = outcome === 'paid';
    transfers.push({
      ...UNSAID,
      destination: addressOf(row, 'to'),
      from: addressOf(row, 'from'),
      token: addressOf(row, 'token'),
      amount: isPaid ? plainAmount(row, 'amount') : '0',
      asset: '',
      reference: isPaid ? row.needed('hash') : row.text('hash') || 'a transaction',
      atMs: isPaid ? utcColumn(row, 'at') : 0,
      ...{ line: row.line, status, outcome, isExport: true },
    });
  }
  return { transfers, others };
}

const NOT_EXECUTED = { status: 'not executed', outcome: 'on-its-way' } as const;

/** A word that is not known is a problem of the row: it may be that of a payment. */
function saidOf(row: TableRow): Pick<ReportedTransfer, 'status' | 'outcome'> {
  const status = row.text('status');
  return { status, outcome: outcomeOf(row, status) };
}

function addressOf(row: TableRow, column: string): string {
  const text = row.needed(column);
  const fault = text === '' ? null : checksumFault(text);
  if (fault !== null) row.fail(fault, column, `${column} ${quoted(text)} is not an address`);
  return text.toLowerCase();
}
