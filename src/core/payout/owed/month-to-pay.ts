import type { Month } from '../../month/month.ts';
import type { KeptBatch } from '../ledger/kept-payouts.ts';
import { openPart } from '../preparation/open-part.ts';
import type { OwedAmount } from './owed.ts';

/**
 * The month whose payouts are to be looked at next: of what is overdue the oldest, where its batch is, else where one is to
 * be prepared for it; with nothing overdue, the oldest batch that still holds something. Null for none such: what
 * is left waits for the next month (R17).
 *
 * @param payingMonth the month that pays what is payable of one that has no batch of its own; null for that month itself
 */
export function monthToPay(
  amounts: readonly OwedAmount[],
  batches: readonly KeptBatch[],
  payingMonth: (month: Month) => Month | null,
): Month | null {
  const holding = batches
    .map((each) => ({ month: each.batch.month, wallets: new Set(openPart(each).lines.map(({ wallet }) => wallet)) }))
    .sort((one, other) => one.month - other.month);
  const held = ({ wallet, onItsWay, reserved }: OwedAmount): Month[] => {
    const batch = onItsWay + reserved > 0n ? holding.find(({ wallets }) => wallets.has(wallet)) : undefined;
    return batch === undefined ? [] : [batch.month];
  };
  const hasOwnBatch = (month: Month): boolean => batches.some(({ batch, voided }) => !voided && batch.month === month);
  // What a month's own batch does not hold, a later month's has to.
  const toPrepare = ({ month, overdue, onItsWay, reserved }: OwedAmount): Month[] =>
    overdue > onItsWay + reserved && !hasOwnBatch(month) ? [payingMonth(month) ?? month] : [];
  const overdue = amounts.filter((each) => each.overdue > 0n);
  return oldest(overdue.flatMap((each) => [...held(each), ...toPrepare(each)])) ?? oldest(amounts.flatMap(held));
}

function oldest(months: readonly Month[]): Month | null {
  return months.length === 0 ? null : (Math.min(...months) as Month);
}
