import type { RevenueProvider } from '../close/net-revenue.ts';
import { formatMonth, type Month } from '../month/month.ts';

/** What an entry books, in the words of its memo. */
export type EntryKind =
  | 'billing'
  | 'recognition'
  | 'refund'
  | 'dispute'
  | 'restoration'
  | 'provider fee'
  | 'dispute fee'
  | 'account fee'
  | 'cost'
  | 'cost recognition'
  | 'provider true-up'
  | 'prior period'
  | 'deferred of late rows'
  | 'worker share';

/** One account's part of an entry: debits are positive, credits negative. */
export interface JournalLine {
  readonly account: string;
  readonly amount: bigint;
}

/** What an entry is about. */
export interface EntryHead {
  /** `YYYY-MM-DD`, UTC. */
  readonly date: string;
  readonly kind: EntryKind;
  /** `pool` for the workers' share. */
  readonly provider: RevenueProvider | 'pool';
  readonly plan: string;
  /** The refund, dispute or other row; empty for what the charge does by itself. */
  readonly event: string;
  /** The month that it belongs to: an earlier one for a prior-period adjustment. */
  readonly month: Month;
  /** The charge, order or cost; empty for an entry of several. */
  readonly charge: string;
}

/** An entry of the journal: its lines sum to zero. */
export interface JournalEntry extends EntryHead {
  /** How many decimals the amounts have: 6 for micro-dollars; the pool is exact and may have more. */
  readonly decimals: number;
  readonly lines: readonly JournalLine[];
}

export const MICRO_DECIMALS = 6;

/** An entry without its lines of zero; null when none is left. It must balance exactly. */
export function entryOf(
  head: EntryHead,
  lines: readonly JournalLine[],
  decimals: number = MICRO_DECIMALS,
): JournalEntry | null {
  let balance = 0n;
  const moved = lines.filter(({ amount }) => {
    balance += amount;
    return amount !== 0n;
  });
  if (balance !== 0n) {
    throw new Error(
      `the ${head.kind} entry of ${head.charge} in ${formatMonth(head.month)} is off balance by ${balance}`,
    );
  }
  if (moved.length === 0) return null;
  const { date, kind, provider, plan, event, month, charge } = head;
  return { date, kind, provider, plan, event, month, charge, decimals, lines: moved };
}

/** What the entry is, in words. */
export function memoOf({ kind, plan, event }: Pick<JournalEntry, 'kind' | 'plan' | 'event'>): string {
  return [kind, plan, event].filter((part) => part !== '').join(' ');
}
