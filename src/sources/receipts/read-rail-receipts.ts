import type { DayOrder } from '../../core/payout/ledger/receipt.ts';
import { InvalidInput, type Problem, problem } from '../../problems/problem.ts';
import { firstLine, headerCells, type SourceInput } from '../reading/input.ts';
import { hasColumns, separatorRemedy, type TableColumn } from '../reading/table-header.ts';
import { ERC20_TRANSFERS, readErc20Transfers, readSafeTransactions, SAFE_TRANSACTIONS } from './chain-receipts.ts';
import { OWN_FORM, readOwnReceipts } from './own-receipts.ts';
import { isPaypalJson, readPaypalJson } from './paypal-json.ts';
import { PAYPAL_ACTIVITY, readPaypalActivity } from './paypal-receipts.ts';
import type { RailReceipts } from './rail-receipts.ts';
import { isSafeJson, readSafeJson } from './safe-json.ts';
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
    if (isPaypalJson(json)) return readPaypalJson(input.name, json);
    if (isSafeJson(json)) return readSafeJson(input.name, json);
    const what = 'this is neither a batch of PayPal’s Payouts API, with its items, nor a list of a Safe’s transactions';
    throw new InvalidInput([problem('bad-json', { file: input.name }, what, IN_A_KNOWN_FORM)]);
  }
  // What is empty says nothing, not even what form it has.
  if (text.replace(/^\uFEFF/, '').trim() === '') return { transfers: [], others: 0 };
  const head = firstLine(text.replace(/^\uFEFF/, ''));
  const cells = headerCells(head, ',');
  const form = FORMS.find(({ columns }) => hasColumns(cells, columns));
  if (form !== undefined) return form.read(input, dayOrder);
  if (!hasColumns(cells, OWN_FORM)) throw new InvalidInput([unknownForm(input.name, head)]);
  return { transfers: await readOwnReceipts(input, text), others: 0 };
}

const IN_A_KNOWN_FORM =
  'Export it as one of the forms that --record takes (docs/payouts.md), or write what was sent as wallet,amount,asset,reference,sent_at.';

/** What nothing is told of: the statement of a bank, an export in another language, or one that a spreadsheet separated otherwise. */
function unknownForm(file: string, head: string): Problem {
  const forms = [...FORMS.map(({ columns }) => columns), OWN_FORM];
  const separated = forms.flatMap((columns) => separatorRemedy(head, { columns, delimiter: ',' }) ?? [])[0];
  const what = 'this header is that of no export that is known, and not that of our own form';
  return problem('missing-column', { file, line: 1, excerpt: head }, what, separated ?? IN_A_KNOWN_FORM);
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new InvalidInput([problem('bad-json', { file }, `this is not JSON: ${error.message}`)]);
  }
}
