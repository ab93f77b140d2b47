import { formatMicro } from '../../money/micro.ts';
import { formatMonth, type Month } from '../../month/month.ts';
import { checksumAddress } from '../../wallet/checksum-address.ts';
import type { KeptAdjustment, KeptBatch, KeptReceipt } from '../ledger/kept-payouts.ts';
import type { ReportedTransfer, TakenBack } from '../ledger/receipt.ts';
import { type TakenByReceipt, takenByReceipts } from '../ledger/taken-by-receipts.ts';
import { parseUnits } from '../ledger/units.ts';
import { receiptKey } from './judge-receipts.ts';
import { type LinesByPayee, walletsOf } from './payee-lines.ts';
import { standingReceipts } from './standing-receipts.ts';

/** The released batches that stand and those that were voided, and their lines. */
export interface ReleasedLines {
  readonly released: readonly KeptBatch[];
  readonly lines: LinesByPayee;
}

/** What gives back what a voided batch paid and what came back of it. */
export interface GivenBack {
  /** The first month that is adjusted by now. */
  readonly adjustable: Month;
  /** Those that were made: an export that is recorded again says again that it came back. */
  readonly adjustments: readonly KeptAdjustment[];
}

/** Without those that were on their way when one page was fetched, and are paid on another of the same file. */
export function unsettled(transfers: readonly ReportedTransfer[]): ReportedTransfer[] {
  const paid = new Set(transfers.filter(({ outcome }) => outcome === 'paid').map(transferKey));
  return transfers.filter((each) => each.outcome !== 'on-its-way' || !paid.has(transferKey(each)));
}

/** Names a transfer of one file: a rail's own reference, and to whom. */
export function transferKey({ wallet, destination, walletStart, reference }: ReportedTransfer): string {
  return receiptKey({ wallet: [wallet, destination, walletStart].join(' '), reference });
}

/**
 * What a transfer that its rail does not call paid means for its line, and what happens next, in sentences; none for one that is
 * paid. Of one that is recorded as paid there is one for each batch of which it paid a line: a receipt of a standing batch is taken back,
 * what a voided one paid comes back by an adjustment (R17).
 */
export function notPaidSentences(
  transfer: ReportedTransfer,
  { released, lines }: ReleasedLines,
  given: GivenBack,
): string[] {
  const { reference, status, outcome, destination, line } = transfer;
  if (outcome === 'paid') return [];
  const wallets = walletsOf(transfer, lines);
  const whom = wallets.length === 1 ? checksumAddress(wallets[0] ?? '') : destination || `line ${line}`;
  const what = `${reference} to ${whom} is ${status}`;
  const keys = new Set(wallets.map((wallet) => receiptKey({ wallet, reference })));
  const recorded = released.flatMap((batch) => comesBack(batch, keys, reference, given));
  // An export of before the payment succeeded says so too: taken back then, it would be made twice.
  const unless = outcome === 'on-its-way' ? 'ask the rail how it ended, and where it is not paid, ' : '';
  if (recorded.length > 0) return recorded.map((each) => `${what}, and is recorded as paid: ${unless}${each}`);
  if (outcome === 'on-its-way') return [`${what}: its line stays open until the rail says that it succeeded`];
  return [`${what}: nothing was paid, and its line stays open`];
}

/** The same of a transfer that came back, or a part of it, and whose own row the file does not hold; none where it is recorded nowhere. */
export function takenBackSentences(back: TakenBack, released: readonly KeptBatch[], given: GivenBack): string[] {
  const { reference, status, amount, asset } = back;
  const wallets = released.flatMap(({ batch }) => batch.lines.map(({ wallet }) => wallet));
  const keys = new Set(wallets.map((wallet) => receiptKey({ wallet, reference })));
  const isWhole = isAllOf(back, released, keys);
  const what = `${isWhole ? reference : `${amount} ${asset} of ${reference}`} came back (${status}), and is recorded as paid`;
  return released.flatMap((batch) =>
    comesBack(batch, keys, reference, given).map((each) => {
      if (isWhole) return `${what}: ${each}`;
      if (batch.voided) return `${what}: of what that says, only the part that came back is given back: ${each}`;
      return `${what}: ${each}; then record what stayed as wallet,amount,asset,reference,sent_at`;
    }),
  );
}

/** Whether what came back is everything that is recorded of a transfer. */
function isAllOf({ amount, asset }: TakenBack, released: readonly KeptBatch[], keys: ReadonlySet<string>): boolean {
  const parts = released.flatMap(({ batch, receipts }) => {
    const scales = new Map(batch.lines.map(({ wallet, scale }) => [wallet, scale]));
    const standing = standingReceipts(receipts).filter((each) => keys.has(receiptKey(each)));
    return standing.map((receipt) => ({ receipt, scale: scales.get(receipt.wallet) ?? 0 }));
  });
  const scale = parts[0]?.scale ?? 0;
  const paid = parts.reduce((sum, { receipt }) => sum + receipt.amount, 0n);
  return parts.every(({ receipt }) => receipt.asset === asset) && parseUnits(amount, scale) === paid;
}

/**
 * That a transfer whose receipt was taken back is recorded as paid of other batches too, and how that is put right, a sentence each (R17): one
 * transfer pays several months, and comes back whole.
 *
 * @param others released batches without the one of the receipt
 */
export function alsoRecorded(
  { wallet, reference }: Pick<KeptReceipt, 'wallet' | 'reference'>,
  others: readonly KeptBatch[],
  given: GivenBack,
): string[] {
  const keys = new Set([receiptKey({ wallet, reference })]);
  return others.flatMap((batch) =>
    comesBack(batch, keys, reference, given).map((each) => {
      return `${reference} is recorded as paid of ${formatMonth(batch.batch.month)} too: ${each}`;
    }),
  );
}

/** How the receipts of a batch with a reference are put right, a sentence each. */
function comesBack(batch: KeptBatch, keys: ReadonlySet<string>, reference: string, given: GivenBack): string[] {
  const standing = new Set(standingReceipts(batch.receipts).filter((each) => keys.has(receiptKey(each))));
  const month = formatMonth(batch.batch.month);
  if (standing.size > 0 && !batch.voided) {
    return [`revshare payouts ${month} --reverse ${reference} --reason ... takes it back`];
  }
  const taken = takenByReceipts(batch).filter(({ receipt }) => standing.has(receipt));
  return taken.map((each) => backByAdjustment(each, month, given));
}

function backByAdjustment({ receipt, paid, fees }: TakenByReceipt, month: string, given: GivenBack): string {
  const [wallet, amount] = [receipt.wallet, paid + fees];
  const adjust = `--adjust ${checksumAddress(wallet)} --amount ${formatMicro(amount)} --reason ...`;
  const how = `revshare payouts ${formatMonth(given.adjustable)} ${adjust} gives it back`;
  const made = given.adjustments.findLast((each) => each.wallet === wallet && each.amount === amount);
  if (made === undefined) return `its batch of ${month} was voided; ${how}`;
  const before = `${made.by} added that amount to the balance at ${made.at}: ${made.reason}`;
  return `its batch of ${month} was voided; ${before}; only where that was for something else, ${how}`;
}
