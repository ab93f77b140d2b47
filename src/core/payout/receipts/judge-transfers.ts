import { formatMonth, type Month } from '../../month/month.ts';
import type { KeptBatch } from '../ledger/kept-payouts.ts';
import type { Receipt, ReportedTransfer } from '../ledger/receipt.ts';
import { type AssignedReceipt, assignTransfers } from './assign-transfers.ts';
import {
  isPassedOver,
  judgeReceipts,
  type ReceiptOverrides,
  type ReceiptRefusal,
  receiptKey,
} from './judge-receipts.ts';
import { transferKey } from './not-paid.ts';
import { linesByPayee, walletsOf } from './payee-lines.ts';
import { standingReceipts } from './standing-receipts.ts';

/** The month that a file of transfers is recorded for, until when anything can have been sent, and what a person lets pass. */
export interface RecordingTerms {
  readonly month: Month;
  readonly asOfMs: number;
  readonly overrides: ReceiptOverrides;
}

/** What of a file is to be recorded, if nothing of it is refused. */
export interface JudgedTransfers {
  readonly accepted: readonly AssignedReceipt[];
  readonly refusals: readonly ReceiptRefusal[];
  readonly skipped: number;
}

/**
 * R17: what of a file is a receipt of which batch. Every line of the named month's batch is asked for; other months' may
 * stay open. A transfer that the rail does not call paid is no receipt, and excuses its line.
 *
 * @param sending released batches that stand
 * @param voided batches of which nothing more is sent: what was receipted of them is no payment of another
 */
export function judgeTransfers(
  { month, asOfMs, overrides }: RecordingTerms,
  sending: readonly KeptBatch[],
  transfers: readonly ReportedTransfer[],
  voided: readonly KeptBatch[],
): JudgedTransfers {
  if (transfers.length === 0) {
    return {
      accepted: [],
      skipped: 0,
      refusals: [{ fault: 'empty-file', line: 0, what: 'the file holds no receipt' }],
    };
  }
  const paid = transfers.filter(({ outcome }) => outcome === 'paid');
  const unpaid = transfers.filter(({ outcome }) => outcome !== 'paid');
  const assigned = assignTransfers(sending, month, paid, voided);
  const lines = linesByPayee(sending);
  const excused = new Set([...unpaid.flatMap((each) => walletsOf(each, lines)), ...assigned.refused]);
  const refusals = [
    ...twoWords(paid, unpaid),
    ...assigned.refusals.filter(({ fault }) => !isPassedOver(fault, overrides)),
  ];
  const all = {
    accepted: [] as AssignedReceipt[],
    refusals,
    skipped: assigned.refusals.filter(({ fault }) => isPassedOver(fault, overrides)).length,
  };
  for (const each of sending) {
    const own = assigned.receipts.filter(({ batch }) => batch === each.batch.id);
    const isNamed = each.batch.month === month;
    const books = { known: standingKeys([each]), asOfMs, excused };
    const judged = judgeReceipts(each, books, own, isNamed ? overrides : { ...overrides, allowPartial: true });
    const batch = each.batch.id;
    all.accepted.push(...judged.accepted.map((receipt) => ({ ...receipt, batch })));
    const told = judged.refusals.map((refused) => ofOtherMonth(refused, judged.accepted, sending));
    all.refusals.push(...told.map((refused) => ofPart(refused, paid)));
    all.skipped += judged.skipped;
  }
  return all;
}

/** Transfers of which a file says both that they were paid and that they came back: which was last no row says. */
function twoWords(paid: readonly ReportedTransfer[], unpaid: readonly ReportedTransfer[]): ReceiptRefusal[] {
  const said = new Map(paid.map((each) => [transferKey(each), each]));
  return unpaid.flatMap((each): ReceiptRefusal[] => {
    const before = said.get(transferKey(each));
    if (each.outcome !== 'came-back' || before === undefined) return [];
    const was = before.status === '' ? 'paid' : before.status;
    const what = `${each.reference} is ${each.status} here and ${was} at ${before.line}: leave out of the file what is not the rail's last word`;
    return [{ fault: 'two-words', line: each.line, what }];
  });
}

/**
 * A shortfall of which another month has exactly open what was sent: the file is that month's, and whoever sends the rest
 * pays twice.
 */
function ofOtherMonth(
  refusal: ReceiptRefusal,
  receipts: readonly Receipt[],
  sending: readonly KeptBatch[],
): ReceiptRefusal {
  const { fault, wallet } = refusal;
  if (fault !== 'shortfall') return refusal;
  const [first, ...more] = receipts.filter((receipt) => receipt.wallet === wallet);
  if (first === undefined || more.length > 0) return refusal;
  const other = sending.find(({ batch, sent }) =>
    batch.lines.some((line) => {
      const open = line.assetAmount - (sent.get(line.wallet) ?? 0n);
      return line.wallet === wallet && line.currency === first.asset && open === first.amount;
    }),
  );
  if (other === undefined) return refusal;
  const { month } = other.batch;
  return { ...refusal, what: `${refusal.what}: it is what ${formatMonth(month)} has open for it`, fits: month };
}

/** A shortfall whose transfer was sent whole: a part of it came back. */
function ofPart(refusal: ReceiptRefusal, paid: readonly ReportedTransfer[]): ReceiptRefusal {
  const part = paid.find(({ line, cameBack }) => line === refusal.line && cameBack !== undefined);
  if (refusal.fault !== 'shortfall' || part === undefined) return refusal;
  return { ...refusal, what: `${refusal.what}: ${part.cameBack} of ${part.reference} came back (${part.status})` };
}

/** Keys of all receipts of some batches that stand. */
function standingKeys(batches: readonly KeptBatch[]): Set<string> {
  return new Set(batches.flatMap(({ receipts }) => standingReceipts(receipts).map(receiptKey)));
}
