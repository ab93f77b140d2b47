import { absolute, formatMicro, type MicroUsd } from '../../money/micro.ts';
import { addMonths, formatMonth, type Month } from '../../month/month.ts';
import { checksumAddress } from '../../wallet/checksum-address.ts';
import { accountsThrough, type Ledger, type LedgerEntry, takesOff, unreservedOf } from '../ledger/ledger.ts';

/** What a person adds to a balance in a month, or with a minus takes off it. */
export interface AskedAdjustment extends LedgerEntry {
  /** A person means to give the wallet more by adjustments than it ever earned. */
  readonly moreThanEarned: boolean;
}

export interface AdjustmentTerms {
  /** `payouts.max_adjustment_usd`; null without one. */
  readonly maxAdjustmentUsd: MicroUsd | null;
  /** The month of now. */
  readonly now: Month;
}

/** What an adjustment leaves, or why it is not made. */
export type JudgedAdjustment =
  | { readonly unreserved: MicroUsd; readonly earned: MicroUsd }
  | { readonly objection: string };

const ALL = 999_999 as Month;

/**
 * R17: whether a person may adjust a balance. A balance never falls below zero by it, and a month that has been paid out is not
 * adjusted any more: the one after is. Adjustments that give a wallet more than it ever earned want a word of their own.
 *
 * @param books everything that moves balances
 */
export function judgeAdjustment(asked: AskedAdjustment, terms: AdjustmentTerms, books: Ledger): JudgedAdjustment {
  const { month, wallet, amount } = asked;
  const objection = limitObjection(asked, terms) ?? paidObjection(month, books);
  if (objection !== null) return { objection };
  const address = checksumAddress(wallet);
  const account = accountsThrough(books, ALL).get(wallet);
  if (account === undefined) return { objection: `${address} has never earned anything in a final month` };
  const before = unreservedOf(account);
  if (before + amount < 0n) {
    return { objection: `${address} has ${formatMicro(before)} USD: ${formatMicro(amount)} is more than that` };
  }
  const earned = sumOf(books.earned, wallet);
  const given = sumOf(books.adjustments, wallet) + amount;
  if (amount > 0n && given > earned && !asked.moreThanEarned) {
    const what = `adjustments of ${address} would come to ${formatMicro(given)} USD, and it earned`;
    return { objection: `${what} ${formatMicro(earned)} in all final months: --more-than-earned gives it more` };
  }
  return { unreserved: before + amount, earned };
}

function limitObjection({ month, amount }: AskedAdjustment, { maxAdjustmentUsd: cap, now }: AdjustmentTerms) {
  const size = absolute(amount);
  if (cap !== null && size > cap) {
    return `${formatMicro(amount)} USD is more than payouts.max_adjustment_usd, ${formatMicro(cap)}: raise it in the configuration where that is meant`;
  }
  return month > now
    ? `${formatMonth(month)} is after ${formatMonth(now)}: no batch would pay it before; name a month through ${formatMonth(now)}`
    : null;
}

/** The first month that may still be adjusted: the one after the last batch that took anything off balances. */
export function firstAdjustable({ batches }: Pick<Ledger, 'batches'>): Month {
  const last = batches.filter(takesOff).reduce((latest, { batch }) => Math.max(latest, batch.month), 0);
  return addMonths(last as Month, 1);
}

/** A batch of the month or a later one is computed from its balance, unless it was voided before anything was sent. */
function paidObjection(month: Month, books: Ledger): string | null {
  const last = (firstAdjustable(books) - 1) as Month;
  if (last < month) return null;
  const name = formatMonth(last);
  return `${name} has a batch, computed from the balance of ${formatMonth(month)}: adjust a month after ${name}`;
}

function sumOf(entries: readonly LedgerEntry[], wallet: string): MicroUsd {
  return entries.reduce((sum, each) => (each.wallet === wallet ? sum + each.amount : sum), 0n);
}
