import { z } from 'zod';
import { NO_RAIL_FEE, type ReportedTransfer, UNSAID } from '../../core/payout/ledger/receipt.ts';
import { transferOutcome } from '../../core/payout/ledger/transfer-status.ts';
import { folded } from '../../core/payout/payees/destination.ts';
import { InvalidInput, type Problem, problem } from '../../problems/problem.ts';
import { quoted } from '../../problems/quoted.ts';
import type { RailReceipts } from './rail-receipts.ts';
import { walletStartIn } from './wallet-start.ts';

const money = z.looseObject({
  value: z.string().regex(/^\d{1,15}(\.\d{1,3})?$/),
  currency: z.string().regex(/^[A-Z]{3}$/),
});

const item = z.looseObject({
  payout_item_id: z.string().min(1),
  transaction_id: z.string().optional(),
  transaction_status: z.string(),
  payout_item_fee: money.optional(),
  payout_item: z.looseObject({ amount: money, receiver: z.string().min(1), sender_item_id: z.string().optional() }),
  time_processed: z.iso.datetime({ offset: true }).optional(),
});
type Item = z.infer<typeof item>;

const batch = z.looseObject({
  items: z.array(item),
  total_pages: z.number().int().min(0).optional(),
  links: z.array(z.looseObject({ rel: z.string() })).optional(),
});

/** One answer, or a list of the pages of one. */
const answers = z.union([batch.transform((one) => [one]), z.array(batch)]);

/** Whether a JSON value is an answer of PayPal's Payouts API, right or wrong, and not of another rail. */
export function isPaypalJson(json: unknown): boolean {
  const [first] = Array.isArray(json) ? (json as unknown[]) : [json];
  return typeof first === 'object' && first !== null && 'items' in first;
}

/**
 * The items of a mass payment as PayPal's Payouts API shows them (`GET /v1/payments/payouts/{id}`): one answer, or a list of its pages.
 * Each item is a transfer, and its `transaction_status` decides what it came to; ours is told by the id that the rail's file gave its line.
 *
 * @throws InvalidInput bad-json, unknown-receipt-status; missing-page where an answer says that there are more: what was paid on them
 * would be sent again
 */
export function readPaypalJson(file: string, json: unknown): RailReceipts {
  const read = answers.safeParse(json);
  if (!read.success) {
    const what = 'these are no details of a batch, as PayPal’s Payouts API gives them';
    throw new InvalidInput([problem('bad-json', { file }, `${what}: ${read.error.issues[0]?.path.join('.')}`)]);
  }
  const problems: Problem[] = isWhole(read.data) ? [] : [problem('missing-page', { file }, MORE, MORE_REMEDY)];
  const items = read.data.flatMap((each) => each.items);
  const transfers = items.map((each, at) => transferOf(file, each, at + 1, problems));
  if (problems.length > 0) throw new InvalidInput(problems);
  return { transfers, others: 0 };
}

const MORE = 'PayPal’s answer says that there are more pages than the file holds';
const MORE_REMEDY = 'Ask for the next page until none follows, and keep the answers in one file, as a list.';

function isWhole(pages: readonly z.infer<typeof batch>[]): boolean {
  const most = Math.max(...pages.map(({ total_pages: total = 0 }) => total));
  // One that was fetched twice is no other.
  const fetched = new Set(pages.map((page) => JSON.stringify(page))).size;
  return fetched >= most && pages.at(-1)?.links?.some(({ rel }) => rel === 'next') !== true;
}

function transferOf(file: string, each: Item, line: number, problems: Problem[]): ReportedTransfer {
  const { transaction_status: status, payout_item: sent, payout_item_fee: fee } = each;
  const outcome = transferOutcome(status);
  if (outcome === null) {
    const message = `transaction_status ${quoted(status)} of item ${quoted(each.payout_item_id)} is no word that is known`;
    problems.push(problem('unknown-receipt-status', { file }, message));
  }
  const isPaid = outcome === 'paid';
  if (isPaid && (each.transaction_id === undefined || each.time_processed === undefined)) {
    const message = `item ${quoted(each.payout_item_id)} was paid, and says no transaction_id or time_processed`;
    problems.push(problem('bad-json', { file }, message));
  }
  const railFee =
    fee === undefined || !/[1-9]/.test(fee.value) ? NO_RAIL_FEE : { amount: fee.value, asset: fee.currency };
  return {
    ...UNSAID,
    destination: folded(sent.receiver),
    walletStart: walletStartIn(sent.sender_item_id ?? ''),
    amount: isPaid ? sent.amount.value : '0',
    asset: sent.amount.currency,
    reference: each.transaction_id ?? each.payout_item_id,
    atMs: isPaid ? Date.parse(each.time_processed ?? '') : 0,
    railFee: isPaid ? railFee : NO_RAIL_FEE,
    ...{ line, status, outcome: outcome ?? 'on-its-way', isExport: true },
  };
}
