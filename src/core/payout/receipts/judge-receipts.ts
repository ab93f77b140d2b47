import { addMonths, type Month, monthStartMs } from '../../month/month.ts';
import { checksumAddress } from '../../wallet/checksum-address.ts';
import type { PayoutLine } from '../ledger/batch.ts';
import type { LedgerBatch } from '../ledger/ledger.ts';
import { plainReference, type Receipt, type ReceiptFault } from '../ledger/receipt.ts';
import { formatUnits } from '../ledger/units.ts';

/** What a person lets pass, each by its own name. */
export interface ReceiptOverrides {
  /** Lines of the batch without a receipt stay open. */
  readonly allowPartial: boolean;
  /** A line of which less was sent stays open for the rest. */
  readonly allowShort: boolean;
  /** Receipts that are recorded already are passed over. */
  readonly skipKnown: boolean;
  /** Receipts of wallets that the batch does not pay are passed over. */
  readonly skipUnknown: boolean;
}

/** A refusal, with the line of the receipts file; 0 where the whole file is meant. */
export interface ReceiptRefusal {
  readonly fault: ReceiptFault;
  readonly line: number;
  readonly what: string;
  /** Of a shortfall: whose line it is. */
  readonly wallet?: string;
  /** Of a shortfall: the month whose batch has exactly open what was sent. */
  readonly fits?: Month;
}

export interface JudgedReceipts {
  /** What is to be recorded when there is no refusal. */
  readonly accepted: readonly Receipt[];
  readonly refusals: readonly ReceiptRefusal[];
  readonly skipped: number;
}

/** Names a receipt: one transfer may pay several wallets, and a wallet once. */
export function receiptKey({ wallet, reference }: Pick<Receipt, 'wallet' | 'reference'>): string {
  return `${wallet} ${plainReference(reference)}`;
}

/** What is known beside a batch when receipts are judged. */
export interface ReceiptBooks {
  /** Keys of all receipts that stand, of this batch or another. */
  readonly known: ReadonlySet<string>;
  /** Nothing is sent after it; milliseconds. */
  readonly asOfMs: number;
  /** Wallets whose transfer the rail says is not paid: their lines stay open without a word. */
  readonly excused: ReadonlySet<string>;
}

/**
 * Compares what was sent with what a batch still has to send (R17). Everything that does not fit is refused, by line:
 * more than a line has open can never be recorded, so that no repeat ever pays twice.
 * A payment is made after the month that earned it, and not in the future.
 */
export function judgeReceipts(
  { batch, sent }: LedgerBatch,
  { known, asOfMs, excused }: ReceiptBooks,
  receipts: readonly Receipt[],
  overrides: ReceiptOverrides,
): JudgedReceipts {
  const lines = new Map(batch.lines.map((line) => [line.wallet, line]));
  const open = new Map(batch.lines.map((line) => [line.wallet, line.assetAmount - (sent.get(line.wallet) ?? 0n)]));
  const lastLine = new Map<string, number>();
  const seen = new Set<string>();
  const accepted: Receipt[] = [];
  const refusals: ReceiptRefusal[] = [];
  let skipped = 0;
  for (const receipt of receipts) {
    const { wallet, line: at } = receipt;
    const key = receiptKey(receipt);
    const line = lines.get(wallet);
    const isKnown = known.has(key) || seen.has(key);
    const fault =
      faultOf(receipt, line, open.get(wallet) ?? 0n, isKnown) ??
      timeFaultOf(receipt, addMonths(batch.month, 1), asOfMs);
    seen.add(key);
    if (fault === null) {
      open.set(wallet, (open.get(wallet) ?? 0n) - receipt.amount);
      lastLine.set(wallet, at);
      accepted.push(receipt);
    } else if (isPassedOver(fault.fault, overrides)) skipped += 1;
    else refusals.push({ ...fault, line: at });
  }
  const judged = batch.lines.filter((line) => lastLine.has(line.wallet) || !excused.has(line.wallet));
  refusals.push(...leftOpen(judged, open, lastLine, overrides));
  return { accepted, refusals, skipped };
}

/** Whether a person lets a receipt of this fault pass without recording it. */
export function isPassedOver(fault: ReceiptFault, { skipKnown, skipUnknown }: ReceiptOverrides): boolean {
  return (fault === 'duplicate' && skipKnown) || (fault === 'unknown-wallet' && skipUnknown);
}

function faultOf(
  receipt: Receipt,
  line: PayoutLine | undefined,
  open: bigint,
  isKnown: boolean,
): Pick<ReceiptRefusal, 'fault' | 'what'> | null {
  const wallet = checksumAddress(receipt.wallet);
  if (isKnown) return { fault: 'duplicate', what: `${receipt.reference} to ${wallet} is recorded already` };
  if (line === undefined) return { fault: 'unknown-wallet', what: `the batch does not pay ${wallet}` };
  if (receipt.asset !== line.currency) {
    return { fault: 'wrong-asset', what: `${wallet} is paid in ${line.currency}, not in ${receipt.asset}` };
  }
  const amounts = `${formatUnits(receipt.amount, line.scale)} ${line.currency} to ${wallet}`;
  if (receipt.amount <= 0n) return { fault: 'wrong-amount', what: `${amounts} is nothing` };
  if (receipt.amount > open) {
    return {
      fault: 'wrong-amount',
      what: `${amounts} is more than the ${formatUnits(open, line.scale)} still to be sent`,
    };
  }
  return null;
}

/** The months' order is that of the money: it is paid after the month was earned, and before now. */
function timeFaultOf(
  { wallet, reference, atMs }: Receipt,
  from: Month,
  asOfMs: number,
): Pick<ReceiptRefusal, 'fault' | 'what'> | null {
  const [first, last] = [monthStartMs(from), asOfMs].map((ms) => new Date(ms).toISOString());
  const sent = new Date(atMs).toISOString();
  const what = `${reference} to ${checksumAddress(wallet)} was sent at ${sent}`;
  if (atMs < monthStartMs(from)) return { fault: 'wrong-time', what: `${what}, before ${first}` };
  return atMs > asOfMs ? { fault: 'wrong-time', what: `${what}, after ${last}` } : null;
}

/** Lines of which something is still open after all receipts: short where something was sent now, missing otherwise. */
function leftOpen(
  lines: readonly PayoutLine[],
  open: ReadonlyMap<string, bigint>,
  lastLine: ReadonlyMap<string, number>,
  overrides: ReceiptOverrides,
): ReceiptRefusal[] {
  return lines.flatMap((line): ReceiptRefusal[] => {
    const rest = open.get(line.wallet) ?? 0n;
    if (rest === 0n) return [];
    const at = lastLine.get(line.wallet);
    const wallet = checksumAddress(line.wallet);
    const amount = `${formatUnits(rest, line.scale)} ${line.currency}`;
    if (at === undefined) {
      return overrides.allowPartial
        ? []
        : [{ fault: 'missing-receipt', line: 0, what: `no receipt of ${amount} to ${wallet}` }];
    }
    return overrides.allowShort
      ? []
      : [{ fault: 'shortfall', line: at, what: `${amount} less than due was sent to ${wallet}`, wallet: line.wallet }];
  });
}
