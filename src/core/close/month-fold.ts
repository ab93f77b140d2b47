import { moveCosts } from '../deferral/cost-movement.ts';
import { DeferralSum } from '../deferral/deferral.ts';
import { ledgerBalance } from '../deferral/ledger-balance.ts';
import { type Movement, movementOf } from '../deferral/movement.ts';
import type { BookedDeferral } from '../deferral/rollforward.ts';
import { isNothing } from '../money/components.ts';
import type { MicroUsd } from '../money/micro.ts';
import { addMonths, formatMonth, type Month, monthOfInstant, monthsFrom } from '../month/month.ts';
import { inForce } from '../policy/over-time.ts';
import { assertConserved } from '../pool/conservation.ts';
import type { Assembled, SharedFee } from '../revenue/assembled.ts';
import { type ChargeHistory, monthOfEvent, postingMonths } from '../revenue/charge-history.ts';
import { postingsOf, type RecognisedCharge, recogniseCharge } from '../revenue/charge-postings.ts';
import type { Posting } from '../revenue/posting.ts';
import { PROVIDERS, type Provider } from '../revenue/provider.ts';
import type { MonthUsage } from '../usage/month-usage.ts';
import { type CostItem, costPosting, sharedFeePosting } from './costs.ts';
import { type DecisionBook, decisionsOf } from './decision.ts';
import type { MoneyExclusionReason } from './exclusion.ts';
import { ExclusionSum } from './exclusion-sum.ts';
import type { Finding } from './finding.ts';
import { concernsClose } from './finding-scope.ts';
import type { JudgedFinding } from './judged-finding.ts';
import { type LastDay, moneyOfLastDay } from './last-day.ts';
import type { MonthClose } from './month-close.ts';
import { type NetRevenue, NetRevenueSum } from './net-revenue.ts';
import { outcomeFindings, withAcceptedExcess } from './outcome-findings.ts';
import { type PolicyOfClose, poolsInOrder } from './pools-in-order.ts';
import { type ClosedBooks, firstOpenMonth } from './prior-periods/closed-books.ts';
import type { PostedBefore } from './prior-periods/prior-period.ts';
import { PriorPeriods } from './prior-periods/prior-periods.ts';
import { byCodeAndSubject, byProviderAndCharge } from './report-order.ts';
import { SharedFeeProportion, type SharedFeeShare } from './shared-fees.ts';
import type { Warning } from './warnings/warning.ts';

/** Gets what passes by in the fold, a charge at a time. */
export interface FoldListener {
  /** What moves the deferred amount of a charge in the month. */
  readonly movement: (movement: Movement) => void;
  /** What a charge (or the costs) posts in the month before, as now known, and in the month. */
  readonly compared?: (before: readonly Posting[], own: readonly Posting[]) => void;
}

/**
 * The month close: folds charge histories into a MonthClose, one charge at a time, so that memory does not grow with
 * the number of charges. Feed it every group once (`add`), then `finishRevenue`, then `close`.
 *
 * All open months up to the month are summed in the one pass, because what they carry is part of its pool (R10). Final
 * months are only compared: what they should have posted and did not posts in the first open month (R16).
 */
export class MonthFold {
  readonly #policy: PolicyOfClose;
  readonly #month: Month;
  readonly #books: ClosedBooks;
  /** Open months up to the month. */
  readonly #months: readonly Month[];
  readonly #priorPeriods: PriorPeriods;
  readonly #revenue: Map<Month, NetRevenueSum>;
  readonly #exclusions = new ExclusionSum();
  readonly #decisions: DecisionBook;
  readonly #findings: JudgedFinding[] = [];
  readonly #sharedFees: SharedFee[] = [];
  readonly #proportion = new SharedFeeProportion();
  readonly #deferral: DeferralSum;
  readonly #listener: FoldListener;
  #appleLastDay: LastDay = { sales: 0n, refunds: 0n };
  #postings = 0;

  constructor(
    policy: PolicyOfClose,
    month: Month,
    books: ClosedBooks,
    decisions: DecisionBook,
    listener: FoldListener = { movement: () => {} },
  ) {
    this.#listener = listener;
    this.#deferral = new DeferralSum(listener.movement);
    this.#decisions = decisions;
    this.#policy = policy;
    this.#month = month;
    this.#books = books;
    this.#months = monthsFrom(firstOpenMonth(books, policy.firstMonth), month);
    this.#priorPeriods = new PriorPeriods(books, policy.firstMonth);
    this.#revenue = new Map(this.#months.map((each) => [each, new NetRevenueSum()]));
  }

  /** Takes rows that belong together, and what final months posted for their charges; returns what posts in the month. */
  add(group: Assembled, postedBefore: (charge: ChargeHistory) => readonly PostedBefore[]): Posting[] {
    for (const exclusion of group.exclusions) this.#exclude(exclusion);
    for (const finding of group.findings) this.find(finding);
    for (const charge of group.printedCharges) this.#proportion.note(charge);
    this.#sharedFees.push(...group.sharedFees.filter((fee) => fee.month >= this.#policy.firstMonth));
    return group.charges.flatMap((charge) => this.#recognise(charge, postedBefore(charge)));
  }

  /** What final months posted for charges that the data no longer have: it is taken back (R16). */
  takeBack(gone: readonly PostedBefore[]): Posting[] {
    const posted = this.#priorPeriods.ofGone(gone);
    return this.#postCompared(posted, () => []);
  }

  /** An exception, where it concerns the month: of a group, or one that no group of rows brings (missing usage, vanished rows, jobs). */
  find(finding: Finding): void {
    if (!concernsClose(finding, this.#policy.firstMonth, this.#month)) return;
    const decision = this.#decisions.on(finding.code, finding.subject, finding.month);
    // What a final month used is settled with it.
    if (decision !== null && decision.finalMonth !== null) return;
    const isTaken = decision !== null && decisionsOf(finding).includes(decision.decision);
    this.#findings.push({ ...finding, decision: isTaken ? decision : null });
  }

  /**
   * Posts the stand-alone fees, which need all charges of their month, the costs, and accepted settlement differences
   * (R9).
   */
  finishRevenue(
    costs: readonly CostItem[],
    postedBefore: readonly PostedBefore[],
    trueUps: readonly Posting[] = [],
  ): Posting[] {
    const all = trueUps.filter(({ month }) => month >= this.#policy.firstMonth);
    for (const fee of this.#sharedFees) {
      const counted = this.#proportion.partOf(fee, inForce(this.#policy.rules, fee.month).sharedFees);
      const rest = counted - fee.cost;
      if (rest !== 0n)
        this.#exclude({ reason: 'shared-fee-rest', provider: fee.provider, month: fee.month, amount: rest });
      all.push(sharedFeePosting(fee, counted));
    }
    for (const cost of costs) {
      for (const month of [...this.#priorPeriods.finalMonths, ...this.#months]) all.push(costPosting(cost, month));
    }
    const open = all.filter((posting) => !this.#priorPeriods.isFinal(posting.month));
    const posted = [...open, ...this.#priorPeriods.ofCosts(all, postedBefore)];
    const inBooks = [...postedBefore, ...posted];
    moveCosts(this.#deferral, { costs, inBooks, firstMonth: this.#policy.firstMonth, month: this.#month });
    const before = (month: Month): Posting[] => all.filter((posting) => posting.month === month);
    return this.#postCompared(posted, before).sort(byProviderAndCharge);
  }

  /** Computes the pools in order and closes the month. `usages`: one per open month up to the month, in order. */
  close(usages: readonly MonthUsage[], warnings: readonly Warning[] = []): MonthClose {
    const revenue = new Map([...this.#revenue].map(([month, sum]) => [month, sum.result()]));
    const revenueOf = (month: Month): NetRevenue => {
      const own = revenue.get(month);
      if (own === undefined) throw new Error(`usage of ${formatMonth(month)}, whose revenue was not summed`);
      return own;
    };
    const pools = poolsInOrder(this.#policy, usages, this.#books.carriedOut, revenueOf);
    const usage = usages.at(-1);
    const pool = pools.at(-1);
    const ownRevenue = revenue.get(this.#month);
    if (usage === undefined || pool === undefined || ownRevenue === undefined || usage.month !== this.#month) {
      throw new Error('a close needs the usage of every open month up to its own');
    }
    assertConserved(pool.pool, ownRevenue.total);
    return {
      month: this.#month,
      revenue: ownRevenue,
      pool: pool.pool,
      usage,
      exclusions: this.#exclusions.totals(usage),
      findings: this.#findings.sort(byCodeAndSubject),
      earlier: pools.slice(0, -1),
      deferral: this.#deferral.result(this.#bookedBefore()),
      warnings,
      appleLastDay: this.#appleLastDay,
      feeShares: this.#feeShares(),
      postings: this.#postings,
      withheld: this.#decisions.withheldWallets(this.#month),
    };
  }

  #recognise(history: ChargeHistory, postedBefore: readonly PostedBefore[]): Posting[] {
    const charge = withAcceptedExcess(history, this.#decisions);
    const recognised = recogniseCharge(charge, this.#policy);
    const { first, last } = postingMonths(charge);
    const { sales, refunds } = moneyOfLastDay(charge, this.#month);
    this.#appleLastDay = { sales: this.#appleLastDay.sales + sales, refunds: this.#appleLastDay.refunds + refunds };
    this.#noteOutcome(recognised);
    const open = this.#months
      .filter((month) => month >= first && month <= last)
      .flatMap((month) => postingsOf(recognised, month));
    const posted = [...open, ...this.#priorPeriods.ofCharge(recognised, postedBefore)];
    const movement = movementOf(recognised, this.#month);
    if (movement !== null) {
      const inBooks = [...postedBefore, ...posted];
      this.#deferral.add(movement, ledgerBalance(charge, this.#policy, this.#month, inBooks));
    }
    return this.#postCompared(posted, (month) =>
      month >= first && month <= last ? postingsOf(recognised, month) : [],
    );
  }

  /**
   * Posts, and tells what stands beside it in the month before.
   *
   * @param asNowKnown what posts in a final month as now known: of an open one it is among the postings
   */
  #postCompared(postings: readonly Posting[], asNowKnown: (month: Month) => readonly Posting[]): Posting[] {
    const own = this.#postAll(postings);
    const before = addMonths(this.#month, -1);
    if (this.#listener.compared !== undefined && before >= this.#policy.firstMonth) {
      const inOpen = postings.filter((posting) => posting.month === before && !isNothing(posting.amounts));
      this.#listener.compared(this.#priorPeriods.isFinal(before) ? asNowKnown(before) : inOpen, own);
    }
    return own;
  }

  /** In the order of the providers. */
  #feeShares(): SharedFeeShare[] {
    const shares = new Map<Provider, SharedFeeShare>();
    for (const fee of this.#sharedFees) {
      if (fee.month !== this.#month) continue;
      const share = this.#proportion.shareOf(fee, inForce(this.#policy.rules, fee.month).sharedFees);
      if (share !== null && share.plansGross !== share.allGross) shares.set(fee.provider, share);
    }
    return PROVIDERS.flatMap((provider) => shares.get(provider) ?? []);
  }

  /** What the month before closed with, when it is final. */
  #bookedBefore(): BookedDeferral | null {
    return this.#books.lastFinal === addMonths(this.#month, -1) ? (this.#books.deferred ?? null) : null;
  }

  /** Adds postings to their months; returns the month's own. */
  #postAll(postings: readonly Posting[]): Posting[] {
    const something = postings.filter((posting) => !isNothing(posting.amounts));
    for (const posting of something) this.#revenue.get(posting.month)?.add(posting);
    const own = something.filter((posting) => posting.month === this.#month);
    this.#postings += own.length;
    return own;
  }

  /** What the events known by the end of the month could not post. */
  #noteOutcome({ charge, afterEvents }: RecognisedCharge): void {
    const known = charge.events.filter((event) => monthOfEvent(event) <= this.#month).length;
    const outcome = afterEvents[known - 1];
    if (outcome === undefined) return;
    for (const finding of outcomeFindings(charge, outcome, this.#decisions)) this.find(finding);
    for (const { atMs, amounts } of outcome.beforeFirstMonth) {
      this.#leaveOut('before-first-month', charge, atMs, amounts.gross);
    }
    for (const { reduction, amounts } of outcome.overReduced) {
      if (reduction.excess === 'exchange') this.#leaveOut('fx-difference', charge, reduction.atMs, -amounts.gross);
    }
  }

  #leaveOut(reason: MoneyExclusionReason, { provider }: ChargeHistory, atMs: number, amount: MicroUsd): void {
    this.#exclude({ reason, provider, month: monthOfInstant(atMs), amount });
  }

  #exclude(exclusion: Parameters<ExclusionSum['add']>[0]): void {
    if (exclusion.month === this.#month) this.#exclusions.add(exclusion);
  }
}
