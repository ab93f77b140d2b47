import type { ReportedTransfer } from '../ledger/receipt.ts';
import { receiptKey } from './judge-receipts.ts';
import type { StandingByKey } from './standing-receipts.ts';

/** Whether all of a transfer, or a part of the same amount, is recorded of wallets that it may have paid (R17). */
export function isRecorded(
  { reference }: Pick<ReportedTransfer, 'reference'>,
  wallets: Iterable<string>,
  amount: bigint,
  known: StandingByKey,
): boolean {
  const standing = [...wallets].flatMap((wallet) => known.get(receiptKey({ wallet, reference })) ?? []);
  const parts = standing.map(({ receipt }) => receipt.amount);
  return parts.includes(amount) || (parts.length > 0 && parts.reduce((sum, part) => sum + part, 0n) === amount);
}
