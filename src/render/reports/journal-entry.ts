import type { RevenueProvider } from '../../core/close/net-revenue.ts';
import { PROVIDER_NAMES } from '../../core/journal/accounts.ts';
import { type JournalEntry, memoOf } from '../../core/journal/entry.ts';
import { formatScaled } from '../../core/money/micro.ts';

/** An entry as all three journals show it: its texts are made once. */
export interface ShownEntry {
  readonly entry: JournalEntry;
  readonly number: string;
  /** Whose it is: `Stripe`, `Costs`, `Workers`. */
  readonly party: string;
  readonly memo: string;
  /** One per line; debits positive. */
  readonly amounts: readonly string[];
}

/** What every amount of the journal is in: the ledger's unit (R2). */
export const JOURNAL_CURRENCY = 'USD';

export function shownEntry(entry: JournalEntry, number: number): ShownEntry {
  return {
    entry,
    number: String(number),
    party: partyOf(entry.provider),
    memo: memoOf(entry),
    amounts: entry.lines.map(({ amount }) => formatScaled(amount, entry.decimals)),
  };
}

function partyOf(provider: RevenueProvider | 'pool'): string {
  return provider === 'pool' ? 'Workers' : PROVIDER_NAMES[provider];
}
