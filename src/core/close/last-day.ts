import { convertHalfEven } from '../money/fx-rate.ts';
import type { MicroUsd } from '../money/micro.ts';
import { isLastDayOf, type Month } from '../month/month.ts';
import { type ChargeHistory, planAmounts } from '../revenue/charge-history.ts';

/** Apple's money that is dated on a month's last day, micro-dollars of gross: what another clock could move (R1). */
export interface LastDay {
  readonly sales: MicroUsd;
  /** Refunds, zero or negative; those of an orphan where a person accepted it. */
  readonly refunds: MicroUsd;
}

/** What of a charge is dated on the month's last day; nothing of other stores, whose rows have a time. */
export function moneyOfLastDay(charge: ChargeHistory, month: Month): LastDay {
  if (charge.provider !== 'apple') return { sales: 0n, refunds: 0n };
  const isThere = (atMs: number | undefined): boolean => atMs !== undefined && isLastDayOf(month, atMs);
  const taken = charge.events
    .flatMap((event) => (event.type === 'reduction' && isThere(event.atMs) ? [event.amounts.gross] : []))
    .reduce((sum, gross) => sum + gross, 0n);
  const orphaned = charge.rowAmounts
    .filter(({ kind, atMs }) => kind === 'refund' && isThere(atMs))
    .reduce((sum, { amounts }) => sum + amounts.gross, 0n);
  return {
    sales: isThere(charge.atMs) ? planAmounts(charge).gross : 0n,
    refunds: orphaned - convertHalfEven(taken, charge.rate),
  };
}
