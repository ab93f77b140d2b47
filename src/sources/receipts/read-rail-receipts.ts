import type { DayOrder } from '../../core/payout/ledger/receipt.ts';
import { InvalidInput, problem } from '../../problems/problem.ts';
import { firstLine, headerCells, type SourceInput } from '../reading/input.ts';
import { hasColumns, type TableColumn } from '../reading/table-header.ts';
import { ERC20_TRANSFERS, readErc20Transfers, readSafeTransactions, SAFE_TRANSACTIONS } from './chain-receipts.ts';
import { readOwnReceipts } from './own-receipts.ts';
import { isPaypalJson, readPaypalJson } from './paypal-json.ts';
import { PAYPAL_ACTIVITY, readPaypalActivity } from './paypal-receipts.ts';
import type { RailReceipts } from './rail-receipts.ts';
import { readSafeJson } from './safe-json.ts';
import { readWiseTransfers, WISE_TRANSFERS } from './wise-receipts.ts';

/** Forms that are told by their header; the first that fits. */
const FORMS: readonly {
  readonly columns: readonly TableColumn[];
  readonly read: (input: SourceInput, dayOrder: DayOrder | null) => Promise<RailReceipts>;
}[] = [
  { columns: PAYPAL_ACTIVITY, read: readPaypalActivity },
  { columns: WISE_TRANSFERS, read: readWiseTransfers },
  { columns: SAFE_TRANSACTIONS, read: readSafeTransactions },
  { columns: ERC20_TRANSFERS, read: readErc20Transfers },
];

/**
 * The transfers of a file as a rail exports it: PayPal's activity, or a batch as its API shows it (JSON), Wise's transfers, ERC-20 transfers as
 * explorers of Etherscan's kind write them, transactions of a Safe (CSV, or its service's JSON), or our own form.
 *
 * @param text the file's own, for its header
 * @param dayOrder how days like 05/12/2026 are meant; null where the file has to tell
 * @throws InvalidInput
 */
export async function readRailReceipts(
  input: SourceInput,
  text: string,
  dayOrder: DayOrder | null,
): Promise<RailReceipts> {
  if (/^\s*[[{]/.test(text)) {
    const json = parsed(input.name, text);
    return isPaypalJson(json) ? readPaypalJson(input.name, json) : readSafeJson(input.name, json);
  }
  // What is empty says nothing, not even what form it has.
  if (text.replace(/^\uFEFF/, '').trim() === '') return { transfers: [], others: 0 };
  const cells = headerCells(firstLine(text.replace(/^\uFEFF/, '')), ',');
  const form = FORMS.find(({ columns }) => hasColumns(cells, columns));
  if (form !== undefined) return form.read(input, dayOrder);
  return { transfers: await readOwnReceipts(input, text), others: 0 };
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new InvalidInput([problem('bad-json', { file }, `this is not JSON: ${error.message}`)]);
  }
}
