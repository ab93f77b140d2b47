import { formatMicro, type MicroUsd } from '../../core/money/micro.ts';
import { formatMonth, type Month, monthOfInstant } from '../../core/month/month.ts';
import { accountsThrough, type LedgerEntry, unreservedOf } from '../../core/payout/ledger.ts';
import { checksumAddress } from '../../core/wallet/checksum-address.ts';
import { finalMonth } from '../../store/months/final-months.ts';
import { insertAdjustment } from '../../store/payouts/keep-payouts.ts';
import { writeActs } from '../books/acts-file.ts';
import { booksBeforeAct } from './before-act.ts';
import { actNow, type PayoutBooks, type PayoutRefusal, type PayoutRequest, refusal } from './payout-books.ts';
import { writePayoutDirectory } from './payout-directory.ts';

export interface AdjustRequest extends PayoutRequest {
  /** Lower case. */
  readonly wallet: string;
  /** What is added to its balance, or with a minus taken off it. */
  readonly amount: MicroUsd;
  readonly reason: string;
  /** A person means to give the wallet more by adjustments than it ever earned. */
  readonly moreThanEarned?: boolean;
}

export interface Adjusted {
  readonly done: 'adjusted';
  readonly unreserved: MicroUsd;
  /** What all final months gave the wallet. */
  readonly earned: MicroUsd;
}

const ALL = 999_999 as Month;

/**
 * R17: adds to a wallet's balance in a month, or takes off it, with a reason: a transfer that came back, a correction.
 * A balance never falls below zero by it, and a month that has been paid out is not adjusted any more: the one after is. Adjustments
 * that give a wallet more than it ever earned want a word of their own.
 */
export async function adjustBalance(request: AdjustRequest): Promise<Adjusted | PayoutRefusal> {
  const { db, month, wallet, amount, reason, policy } = request;
  const { maxAdjustmentUsd: cap } = policy.payouts;
  const size = amount < 0n ? -amount : amount;
  if (cap !== null && size > cap) {
    return refusal(`${formatMicro(amount)} USD is more than payouts.max_adjustment_usd, ${formatMicro(cap)}`);
  }
  const now = monthOfInstant(request.asOfMs);
  if (month > now) {
    return refusal(`${formatMonth(month)} is after ${formatMonth(now)}: no batch would pay it before`);
  }
  const books = await booksBeforeAct(request, ALL);
  if ('done' in books) return books;
  const paid = books.batches.find((each) => each.batch.month >= month && (!each.voided || each.sent.size > 0));
  if (paid !== undefined) {
    const last = formatMonth(paid.batch.month);
    return refusal(
      `${last} has a batch, computed from the balance of ${formatMonth(month)}: adjust a month after ${last}`,
    );
  }
  const before = unreserved(books, wallet);
  if (before === null) return refusal(`${checksumAddress(wallet)} has never earned anything in a final month`);
  if (before + amount < 0n) {
    return refusal(
      `${checksumAddress(wallet)} has ${formatMicro(before)} USD: ${formatMicro(amount)} is more than that`,
    );
  }
  const earned = sumOf(books.earned, wallet);
  const given = sumOf(books.adjustments, wallet) + amount;
  if (amount > 0n && given > earned && request.moreThanEarned !== true) {
    return refusal(
      `adjustments of ${checksumAddress(wallet)} would come to ${formatMicro(given)} USD, and it earned ` +
        `${formatMicro(earned)} in all final months: --more-than-earned gives it more`,
    );
  }
  await db.transaction().execute(async (transaction) => {
    const act = await actNow(transaction, request.by, request.asOfMs);
    await insertAdjustment(transaction, { month, wallet, amount }, reason, act);
  });
  await writeAfter(request);
  return { done: 'adjusted', unreserved: before + amount, earned };
}

/** Of a month that is not final yet nothing lies among the reports: its adjustments stand there from its first batch on. */
async function writeAfter(request: AdjustRequest): Promise<void> {
  const { db, month, out } = request;
  if ((await finalMonth(db, month)) === null) await writeActs(db, out);
  else await writePayoutDirectory(request);
}

function sumOf(entries: readonly LedgerEntry[], wallet: string): MicroUsd {
  return entries.reduce((sum, each) => (each.wallet === wallet ? sum + each.amount : sum), 0n);
}

/** Null for a wallet that is not in the books. */
function unreserved(books: PayoutBooks, wallet: string): MicroUsd | null {
  const own = {
    earned: books.earned.filter((each) => each.wallet === wallet),
    adjustments: books.adjustments.filter((each) => each.wallet === wallet),
    batches: books.batches,
  };
  const account = accountsThrough(own, ALL).get(wallet);
  return account === undefined ? null : unreservedOf(account);
}
