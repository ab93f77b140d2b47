import type { MicroUsd } from '../../money/micro.ts';
import type { Month } from '../../month/month.ts';
import type { BalanceReason, WalletBalance } from '../ledger/balance.ts';
import type { KeptBatch } from '../ledger/kept-payouts.ts';
import type { LedgerEntry } from '../ledger/ledger.ts';
import { onItsWayByWallet } from './on-its-way.ts';

/** What is owed to a wallet of one month's earnings, micro-dollars: `onItsWay + reserved + open = owed` (R17). */
export interface OwedAmount {
  /** Lower case. */
  readonly wallet: string;
  /** The month that earned it; payments settle the oldest first. */
  readonly month: Month;
  /** The day on which it is due, `YYYY-MM-DD`. */
  readonly due: string;
  readonly owed: MicroUsd;
  /** In a batch that is released, and not receipted; its release has not lapsed. */
  readonly onItsWay: MicroUsd;
  /** In a batch that is not released, or whose release has lapsed. */
  readonly reserved: MicroUsd;
  /** In no batch. */
  readonly open: MicroUsd;
  /** What of it should have been sent by now: all that nothing keeps from being paid, after the day on which it is due. */
  readonly overdue: MicroUsd;
  /** Why the open part is not payable now; empty where it is, or nothing is open. */
  readonly reason: BalanceReason;
  /** Of a balance below the minimum: the month from which it waits. */
  readonly waitsSince: Month | null;
  /** Months since the wallet last had points, counted to the last final month; null where it never had. */
  readonly idleMonths: number | null;
}

/** What the amounts are worked out from. */
export interface OwedBooks {
  /** The account of every wallet through the last final month. */
  readonly balances: readonly WalletBalance[];
  /** Those that are being sent (`isBeingSent`). */
  readonly sending: readonly KeptBatch[];
  /** A row for each wallet with points in a final month, also at 0. */
  readonly earned: readonly LedgerEntry[];
  /** The day on which a month's payouts are due, `YYYY-MM-DD`. */
  readonly dueOf: (month: Month) => string;
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

/** R17: everything that is owed, by wallet and the month that earned it. What a batch holds is of the oldest months. */
export function owedAmounts(books: OwedBooks): OwedAmount[] {
  const sending = onItsWayByWallet(books.sending);
  const lastPoints = new Map<string, Month>();
  for (const { wallet, month } of books.earned) {
    if (month > (lastPoints.get(wallet) ?? 0)) lastPoints.set(wallet, month);
  }
  return books.balances.flatMap((balance) => {
    const last = lastPoints.get(balance.wallet);
    const idleMonths = last === undefined ? null : balance.month - last;
    return ofWallet(balance, sending.get(balance.wallet) ?? 0n, books).map((each) => ({ ...each, idleMonths }));
  });
}

function ofWallet(
  { wallet, reserved, reason, ageing }: WalletBalance,
  onItsWay: MicroUsd,
  { dueOf, today }: OwedBooks,
): Omit<OwedAmount, 'idleMonths'>[] {
  const isPayable = reason === '';
  let waitsSince: Month | null = null;
  let [sending, held] = [onItsWay, reserved - onItsWay];
  return ageing.map(({ month, amount }) => {
    const due = dueOf(month);
    const ownSending = least(sending, amount);
    const ownHeld = least(held, amount - ownSending);
    [sending, held] = [sending - ownSending, held - ownHeld];
    const open = amount - ownSending - ownHeld;
    // What batches hold is of the oldest months: it waits for nothing.
    if (reason === 'below-minimum' && open !== 0n) waitsSince ??= month;
    const unsent = ownSending + ownHeld + (isPayable ? open : 0n);
    return {
      ...{ wallet, month, due, owed: amount, onItsWay: ownSending, reserved: ownHeld, open },
      overdue: today > due ? unsent : 0n,
      reason: open === 0n || isPayable ? '' : reason,
      waitsSince,
    };
  });
}

function least(a: MicroUsd, b: MicroUsd): MicroUsd {
  return a < b ? a : b;
}

/** Sums over amounts, micro-dollars. */
export interface OwedTotals {
  readonly owed: MicroUsd;
  readonly onItsWay: MicroUsd;
  readonly reserved: MicroUsd;
  readonly open: MicroUsd;
  readonly overdue: MicroUsd;
  readonly belowMinimum: MicroUsd;
}

export function owedTotals(amounts: readonly OwedAmount[]): OwedTotals {
  const sum = (of: (amount: OwedAmount) => MicroUsd): MicroUsd => amounts.reduce((all, each) => all + of(each), 0n);
  return {
    owed: sum(({ owed }) => owed),
    onItsWay: sum(({ onItsWay }) => onItsWay),
    reserved: sum(({ reserved }) => reserved),
    open: sum(({ open }) => open),
    overdue: sum(({ overdue }) => overdue),
    belowMinimum: sum(({ open, reason }) => (reason === 'below-minimum' ? open : 0n)),
  };
}
