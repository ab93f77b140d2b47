import { netOf } from '../money/components.ts';
import { firstDayOf, lastDayOf } from '../month/month.ts';
import type { Posting } from '../revenue/posting.ts';
import type { AccountOf, AccountRole } from './accounts.ts';
import { type EntryKind, entryOf, type JournalEntry } from './entry.ts';

/** What a row books by itself: its name, where its revenue and where its fee goes. */
interface RowBooking {
  readonly kind: EntryKind;
  readonly revenue: AccountRole;
  readonly fee: AccountRole;
}

const OF_ROWS: Readonly<Record<Exclude<Posting['kind'], 'prior-period' | 'provider-true-up'>, RowBooking>> = {
  charge: { kind: 'billing', revenue: 'subscription_revenue', fee: 'provider_fees' },
  restoration: { kind: 'restoration', revenue: 'restorations', fee: 'provider_fees' },
  refund: { kind: 'refund', revenue: 'refunds', fee: 'provider_fees' },
  dispute: { kind: 'dispute', revenue: 'dispute_losses', fee: 'provider_fees' },
  'provider-fee': { kind: 'provider fee', revenue: 'subscription_revenue', fee: 'provider_fees' },
  'dispute-fee': { kind: 'dispute fee', revenue: 'dispute_losses', fee: 'dispute_fees' },
  cost: { kind: 'account fee', revenue: 'subscription_revenue', fee: 'account_fees' },
};

/**
 * What posts beside the schedules (R6, R8, R9, R16): fees of rows, stand-alone costs, accepted orphans, true-ups and
 * adjustments of final months. Null for what a movement books. No row's date is known here: the month's last day stands
 * for it, and its first for what belongs to earlier months.
 */
export function entryOfPosting(posting: Posting, accountOf: AccountOf): JournalEntry | null {
  if (posting.scheduled) return null;
  switch (posting.kind) {
    case 'prior-period':
      return throughOne(posting, 'prior period', 'prior_period', firstDayOf(posting.month), accountOf);
    case 'provider-true-up':
      return throughOne(posting, 'provider true-up', 'provider_true_up', lastDayOf(posting.month), accountOf);
    default:
      return ofRow(posting, OF_ROWS[posting.kind], accountOf);
  }
}

function ofRow(posting: Posting, { kind, revenue, fee }: RowBooking, accountOf: AccountOf): JournalEntry | null {
  const { provider, amounts } = posting;
  return entryOf({ ...headOf(posting), date: lastDayOf(posting.month), kind }, [
    { account: accountOf(revenue, provider), amount: amounts.tax - amounts.gross },
    { account: accountOf(fee, provider), amount: amounts.fee },
    ...settled(posting, accountOf),
  ]);
}

/** All of its revenue and fees in one account, as pool.csv has them in one line. */
function throughOne(
  posting: Posting,
  kind: EntryKind,
  role: AccountRole,
  date: string,
  accountOf: AccountOf,
): JournalEntry | null {
  return entryOf({ ...headOf(posting), date, kind }, [
    { account: accountOf(role, posting.provider), amount: -netOf(posting.amounts) },
    ...settled(posting, accountOf),
  ]);
}

/** The money, and the tax in it. */
function settled({ provider, amounts }: Posting, accountOf: AccountOf): JournalEntry['lines'] {
  const { gross, tax, fee } = amounts;
  return [
    { account: accountOf('customer_tax', provider), amount: -tax },
    { account: accountOf(provider === 'costs' ? 'accrued_costs' : 'receivable', provider), amount: gross - fee },
  ];
}

function headOf({ provider, plan, event, originalMonth, charge }: Posting) {
  return { provider, plan, event, month: originalMonth, charge };
}
