import type { MicroUsd } from '../../core/money/micro.ts';
import { type Month, monthOfInstant } from '../../core/month/month.ts';
import { judgeAdjustment } from '../../core/payout/gates/judge-adjustment.ts';
import { type SplitAdjustments, splitAdjustments } from '../../core/payout/release/split-adjustments.ts';
import { finalMonth } from '../../store/months/final-months.ts';
import { insertAdjustment } from '../../store/payouts/keep-payouts.ts';
import { writeActs } from '../books/records/acts-file.ts';
import { booksBeforeAct } from './before-act.ts';
import { actNow, type PayoutRefusal, type PayoutRequest, refusal } from './payout-books.ts';
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
  /** Whether the month is final: what is owed, and the accounts, have the adjustment from then on. */
  readonly isFinal: boolean;
  /** With those of the wallet and month that were made before, where they are more together than the cap lets one be. */
  readonly split: readonly SplitAdjustments[];
}

const ALL = 999_999 as Month;

/**
 * R17: adds to a wallet's balance in a month, or takes off it, with a reason: a transfer that came back, a correction.
 * A balance never falls below zero by it, and a month that has been paid out is not adjusted any more: the one after is. Adjustments
 * that give a wallet more than it ever earned want a word of their own.
 */
export async function adjustBalance(request: AdjustRequest): Promise<Adjusted | PayoutRefusal> {
  const { db, month, wallet, amount, reason, policy } = request;
  const books = await booksBeforeAct(request, ALL);
  if ('done' in books) return books;
  const asked = { month, wallet, amount, moreThanEarned: request.moreThanEarned === true };
  const terms = { maxAdjustmentUsd: policy.payouts.maxAdjustmentUsd, now: monthOfInstant(request.asOfMs) };
  const judged = judgeAdjustment(asked, terms, books);
  if ('objection' in judged) return refusal(judged.objection);
  await db.transaction().execute(async (transaction) => {
    const act = await actNow(transaction, request.by, request.asOfMs);
    await insertAdjustment(transaction, { month, wallet, amount }, reason, act);
  });
  const isFinal = (await finalMonth(db, month)) !== null;
  await writeAfter(request, isFinal);
  const made = books.adjustments.filter((each) => {
    return each.wallet === wallet && each.month === month && each.amount > 0n === amount > 0n;
  });
  const split = splitAdjustments([...made, { wallet, month, amount }], terms.maxAdjustmentUsd);
  return { done: 'adjusted', ...judged, isFinal, split };
}

/** Of a month that is not final yet nothing lies among the reports: its adjustments stand there from its first batch on. */
async function writeAfter(request: AdjustRequest, isFinal: boolean): Promise<void> {
  if (isFinal) await writePayoutDirectory(request);
  else await writeActs(request.db, request.out);
}
