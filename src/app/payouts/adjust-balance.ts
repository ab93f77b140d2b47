import type { MicroUsd } from '../../core/money/micro.ts';
import { formatMonth, type Month, monthOfInstant } from '../../core/month/month.ts';
import { judgeAdjustment } from '../../core/payout/gates/judge-adjustment.ts';
import type { KeptAdjustment } from '../../core/payout/ledger/kept-payouts.ts';
import { type SplitAdjustments, splitAdjustments } from '../../core/payout/release/split-adjustments.ts';
import type { Database } from '../../store/database/open-store.ts';
import { finalMonth, listFinalMonths } from '../../store/months/final-months.ts';
import { insertAdjustment } from '../../store/payouts/keep-payouts.ts';
import { lastAct } from '../../store/payouts/payout-acts.ts';
import { writeActs } from '../books/records/acts-file.ts';
import { type BooksBeforeAct, booksBeforeAct } from './before-act.ts';
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
  /** `already-adjusted`: the same one was kept last, as by a run that was interrupted and told nobody. */
  readonly done: 'adjusted' | 'already-adjusted';
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
 * A balance never falls below zero by it, and a month that has been paid out is not adjusted any more: the one after
 * is. Adjustments that give a wallet more than it ever earned want a word of their own. One that was the last thing to be
 * done is not made twice: a run may have been interrupted before it told.
 */
export async function adjustBalance(request: AdjustRequest): Promise<Adjusted | PayoutRefusal> {
  const { db, month, wallet, amount, policy } = request;
  const found = await booksBeforeAct(request, ALL);
  if ('done' in found) return found;
  const interrupted = madeBefore(request, found, await lastActOf(db));
  // As if it were made now: what is left is told as it would have been.
  const books = { ...found, adjustments: found.adjustments.filter((each) => each !== interrupted) };
  const asked = { month, wallet, amount, moreThanEarned: request.moreThanEarned === true };
  const terms = { maxAdjustmentUsd: policy.payouts.maxAdjustmentUsd, now: monthOfInstant(request.asOfMs) };
  const judged = judgeAdjustment(asked, terms, books);
  if ('objection' in judged) return refusal(judged.objection);
  if (interrupted === undefined) await keep(request);
  const isFinal = (await finalMonth(db, month)) !== null;
  await writeAfter(request, isFinal);
  const made = books.adjustments.filter((each) => {
    return each.wallet === wallet && each.month === month && each.amount > 0n === amount > 0n;
  });
  const split = splitAdjustments([...made, { wallet, month, amount }], terms.maxAdjustmentUsd);
  return { done: interrupted === undefined ? 'adjusted' : 'already-adjusted', ...judged, isFinal, split };
}

/**
 * The same adjustment, where a run kept it that wrote no acts.csv any more, or where nothing was done and no month became final since: whoever
 * repeats a command that ended so means it once.
 */
function madeBefore(
  { month, wallet, amount, reason, by }: AdjustRequest,
  { adjustments, unlisted }: BooksBeforeAct,
  last: LastAct,
): KeptAdjustment | undefined {
  const untold = unlisted.filter(({ kind }) => kind === 'adjustment').length;
  const newest = adjustments.at(-1)?.afterMonth === last.final && last.kind === 'adjustment' ? 1 : 0;
  return adjustments.slice(adjustments.length - Math.max(untold, newest)).find((each) => {
    const isSame = each.month === month && each.wallet === wallet && each.amount === amount;
    return isSame && each.reason === reason && each.by === by;
  });
}

/** What was done last about payouts, and the last final month by now, `YYYY-MM`; both empty where there is none. */
interface LastAct {
  readonly kind: string;
  readonly final: string;
}

async function lastActOf(db: Database): Promise<LastAct> {
  const final = (await listFinalMonths(db)).at(-1);
  return { kind: (await lastAct(db))?.kind ?? '', final: final === undefined ? '' : formatMonth(final.month) };
}

async function keep({ db, month, wallet, amount, reason, by, asOfMs }: AdjustRequest): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const act = await actNow(transaction, by, asOfMs);
    await insertAdjustment(transaction, { month, wallet, amount }, reason, act);
  });
}

/** Of a month that is not final yet nothing lies among the reports: its adjustments stand there from its first batch on. */
async function writeAfter(request: AdjustRequest, isFinal: boolean): Promise<void> {
  if (isFinal) await writePayoutDirectory(request);
  else await writeActs(request.db, request.out);
}
