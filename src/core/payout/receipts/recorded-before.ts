import type { Month } from '../../month/month.ts';
import type { KeptBatch, KeptReceipt } from '../ledger/kept-payouts.ts';
import type { ReportedTransfer } from '../ledger/receipt.ts';
import { parseUnits } from '../ledger/units.ts';
import { type AssignedReceipt, together } from './assign-transfers.ts';
import { receiptKey } from './judge-receipts.ts';
import { type LinesByPayee, linesByPayee, walletsOf } from './payee-lines.ts';
import { type StandingByKey, standingByKey } from './standing-receipts.ts';

/**
 * The receipts that a file left when it was recorded before, as after a run that was interrupted behind its commit (R17):
 * every payment in it stands in the books exactly as it says, each once, and one of them pays the named month. Null when
 * a single one is new, differs or stands twice in the file: such a file is judged by line.
 *
 * @param batches released ones that stand, each with its receipts
 */
export function recordedBefore(
  batches: readonly KeptBatch[],
  month: Month,
  transfers: readonly ReportedTransfer[],
): AssignedReceipt[] | null {
  const found: AssignedReceipt[] = [];
  const keys = new Set<string>();
  const lines = linesByPayee(batches);
  const known = standingByKey(batches);
  for (const transfer of together(transfers.filter(({ outcome }) => outcome === 'paid'))) {
    const parts = partsOf(transfer, walletsOf(transfer, lines), known);
    const [first] = parts;
    if (first === undefined || keys.has(receiptKey(first))) return null;
    if (!isExactly(transfer, parts, scaleOf(first, lines))) return null;
    keys.add(receiptKey(first));
    found.push(...parts);
  }
  const named = batches.find(({ batch }) => batch.month === month)?.batch.id;
  return found.some(({ batch }) => batch === named) ? found : null;
}

/** What stands of a transfer to some wallets, in every batch of which it paid a line. */
function partsOf(
  { reference, line }: ReportedTransfer,
  wallets: readonly string[],
  known: StandingByKey,
): AssignedReceipt[] {
  return wallets
    .flatMap((wallet) => known.get(receiptKey({ wallet, reference })) ?? [])
    .filter(({ receipt }) => receipt.reference === reference)
    .map(({ batch, receipt }) => ({ ...receipt, batch: batch.batch.id, line }));
}

function scaleOf({ batch: id, wallet }: AssignedReceipt, { byWallet }: LinesByPayee): number {
  return byWallet.get(wallet)?.find(({ batch }) => batch.batch.id === id)?.line.scale ?? 0;
}

/** Of one wallet, all of the amount, and everything else as the file says it. */
function isExactly(transfer: ReportedTransfer, parts: readonly AssignedReceipt[], scale: number): boolean {
  const amount = parseUnits(transfer.amount, scale);
  const sum = parts.reduce((all, part) => all + part.amount, 0n);
  const [wallet, fees] = [parts[0]?.wallet, parts.map(({ railFee }) => railFee).filter((fee) => fee.amount !== '')];
  return (
    amount === sum &&
    parts.every((part) => part.wallet === wallet && part.atMs === transfer.atMs && isSaidSo(part, transfer)) &&
    // The rail took its fee once.
    fees.every(({ amount: fee, asset }) => fee === transfer.railFee.amount && asset === transfer.railFee.asset) &&
    fees.length === (transfer.railFee.amount === '' ? 0 : 1)
  );
}

/** Where a file names the token, its lines have told the asset. */
function isSaidSo(
  part: Pick<KeptReceipt, 'asset' | 'marketRate'>,
  { asset, token, marketRate }: ReportedTransfer,
): boolean {
  return (token !== '' || part.asset === asset) && part.marketRate === marketRate;
}
