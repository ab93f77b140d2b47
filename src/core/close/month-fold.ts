import { addComponents, type Components, isNothing, NOTHING } from '../money/components.ts';
import { addMonths, type Month, monthOfInstant, monthStartMs, monthsFrom } from '../month/month.ts';
import type { Assembled, SharedFee } from '../revenue/assembled.ts';
import { type ChargeHistory, lastScheduledMonth, monthOfEvent, planAmounts } from '../revenue/charge-history.ts';
import { postingsOf, type RecognisedCharge, recogniseCharge } from '../revenue/charge-postings.ts';
import type { Posting } from '../revenue/posting.ts';
import type { MonthUsage } from '../usage/month-usage.ts';
import { type ClosedBooks, firstOpenMonth } from './closed-books.ts';
import { type CostItem, costPosting, sharedFeePosting } from './costs.ts';
import type { DecisionBook } from './decision.ts';
import { ExclusionSum } from './exclusion-sum.ts';
import type { Finding } from './finding.ts';
import { concernsClose } from './finding-scope.ts';
import type { JudgedFinding } from './judged-finding.ts';
import type { EarlierMonth, MonthClose } from './month-close.ts';
import { NetRevenueSum } from './net-revenue.ts';
import { outcomeFindings } from './outcome-findings.ts';
import { type PolicyOfClose, poolsInOrder } from './pools-in-order.ts';
import { type PostedBefore, priorPeriodPostings, type ShouldHavePosted } from './prior-period.ts';
import { SharedFeeProportion } from './shared-fees.ts';

const DAY_MS = 24 * 3600 * 1000;

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
  readonly #finalMonths: readonly Month[];
  readonly #revenue: Map<Month, NetRevenueSum>;
  readonly #exclusions = new ExclusionSum();
  readonly #decisions: DecisionBook;
  readonly #findings: JudgedFinding[] = [];
  readonly #sharedFees: SharedFee[] = [];
  readonly #proportion = new SharedFeeProportion();
  #appleLastDay = 0n;
  #postings = 0;

  constructor(policy: PolicyOfClose, month: Month, books: ClosedBooks, decisions: DecisionBook) {
    this.#decisions = decisions;
    this.#policy = policy;
    this.#month = month;
    this.#books = books;
    this.#months = monthsFrom(firstOpenMonth(books, policy.firstMonth), month);
    this.#finalMonths = books.lastFinal === null ? [] : monthsFrom(policy.firstMonth, books.lastFinal);
    this.#revenue = new Map(this.#months.map((each) => [each, new NetRevenueSum()]));
  }

  /** Takes rows that belong together, and what final months posted for their charges; returns what posts in the month. */
  add(group: Assembled, postedBefore: (charge: ChargeHistory) => readonly PostedBefore[]): Posting[] {
    for (const exclusion of group.exclusions) this.#exclude(exclusion);
    for (const finding of group.findings) this.#find(finding);
    for (const charge of group.printedCharges) this.#proportion.note(charge);
    this.#sharedFees.push(
      ...group.sharedFees.filter((fee) => fee.month >= this.#policy.firstMonth && fee.month <= this.#month),
    );
    return group.charges.flatMap((charge) => this.#recognise(charge, postedBefore(charge)));
  }

  /** What final months posted for charges that the data no longer have: it is taken back (R16). */
  takeBack(gone: readonly PostedBefore[]): Posting[] {
    return this.#adjust(gone[0], '', [], gone);
  }

  /** An exception that no group of rows brings (missing usage, vanished rows, jobs). */
  find(finding: Finding): void {
    this.#find(finding);
  }

  /** Posts the stand-alone fees, which need all charges of their month, and the costs (R9). */
  finishRevenue(costs: readonly CostItem[], postedBefore: readonly PostedBefore[]): Posting[] {
    const all: Posting[] = [];
    for (const fee of this.#sharedFees) {
      const counted = this.#proportion.partOf(fee, this.#policy.sharedFees);
      const rest = counted - fee.cost;
      if (rest !== 0n) this.#exclude({ reason: 'shared-fee-rest', provider: 'stripe', month: fee.month, amount: rest });
      all.push(sharedFeePosting(fee, counted));
    }
    for (const cost of costs) {
      for (const month of [...this.#finalMonths, ...this.#months]) all.push(costPosting(cost, month));
    }
    const open = all.filter((posting) => !this.#isFinal(posting.month)).flatMap((posting) => this.#post(posting));
    return [...open, ...this.#adjustCosts(all, postedBefore)].sort(byProviderAndCharge);
  }

  /** Computes the pools in order and closes the month. `usages`: one per open month up to the month, in order. */
  close(usages: readonly MonthUsage[]): MonthClose {
    const revenue = new Map([...this.#revenue].map(([month, sum]) => [month, sum.result()]));
    const pools = poolsInOrder(
      this.#policy,
      usages,
      this.#books.carriedOut,
      (month) => revenue.get(month)?.total ?? 0n,
    );
    const usage = usages.at(-1);
    const pool = pools.at(-1);
    const ownRevenue = revenue.get(this.#month);
    if (usage === undefined || pool === undefined || ownRevenue === undefined || usage.month !== this.#month) {
      throw new Error('a close needs the usage of every open month up to its own');
    }
    this.#checkConservation(pool, ownRevenue.total);
    return {
      month: this.#month,
      revenue: ownRevenue,
      pool: pool.pool,
      usage,
      exclusions: this.#exclusions.totals(usage),
      findings: this.#findings.sort(byCodeAndSubject),
      earlier: pools.slice(0, -1),
      appleLastDay: this.#appleLastDay,
      postings: this.#postings,
      withheld: this.#decisions.withheldWallets(this.#month),
    };
  }

  #recognise(charge: ChargeHistory, postedBefore: readonly PostedBefore[]): Posting[] {
    const recognised = recogniseCharge(charge, this.#policy);
    const last = Math.max(
      lastScheduledMonth(charge),
      ...charge.events.map(monthOfEvent),
      ...charge.rowAmounts.map((row) => row.month),
    );
    if (charge.provider === 'apple' && this.#isLastDay(charge.atMs)) this.#appleLastDay += planAmounts(charge).gross;
    this.#noteOutcome(recognised);
    const ofMonth: Posting[] = [];
    for (const month of this.#months) {
      if (month < charge.month || month > last) continue;
      for (const posting of postingsOf(recognised, month)) ofMonth.push(...this.#post(posting));
    }
    const should = this.#finalMonths.map((month) => ({
      originalMonth: month,
      amounts: sumOf(postingsOf(recognised, month)),
    }));
    const latest = charge.events.findLast((event) => this.#isFinal(monthOfEvent(event)));
    const subject = {
      entry: 'charge',
      provider: charge.provider,
      charge: charge.id,
      source: latest?.source ?? charge.source,
    } as const;
    ofMonth.push(...this.#adjust(subject, charge.lines[0]?.plan ?? '', should, postedBefore));
    return ofMonth;
  }

  /** R16: only the first open month takes adjustments; a later one leaves them to it. */
  #adjust(
    subject: Pick<PostedBefore, 'entry' | 'provider' | 'charge' | 'source'> | undefined,
    plan: string,
    should: readonly ShouldHavePosted[],
    posted: readonly PostedBefore[],
  ): Posting[] {
    const openMonth = this.#months[0];
    if (subject === undefined || openMonth === undefined) return [];
    return priorPeriodPostings({ ...subject, plan }, should, posted, openMonth).flatMap((posting) =>
      this.#post(posting),
    );
  }

  #adjustCosts(all: readonly Posting[], posted: readonly PostedBefore[]): Posting[] {
    const keys = new Map<string, PostedBefore | Posting>();
    const inFinal = all.filter((posting) => this.#isFinal(posting.month));
    for (const each of [...posted, ...inFinal]) keys.set(`${each.provider}\n${each.charge}`, each);
    return [...keys.values()].flatMap((each) => {
      const isSame = (other: { provider: string; charge: string }): boolean =>
        other.provider === each.provider && other.charge === each.charge;
      const should = inFinal.filter(isSame).map(({ originalMonth, amounts }) => ({ originalMonth, amounts }));
      const subject = { entry: 'cost', provider: each.provider, charge: each.charge, source: each.source } as const;
      return this.#adjust(subject, '', should, posted.filter(isSame));
    });
  }

  #isFinal(month: Month): boolean {
    return this.#books.lastFinal !== null && month <= this.#books.lastFinal;
  }

  /** Adds a posting to its month; returns it when it is the month's own. */
  #post(posting: Posting): Posting[] {
    if (isNothing(posting.amounts)) return [];
    this.#revenue.get(posting.month)?.add(posting);
    if (posting.month !== this.#month) return [];
    this.#postings += 1;
    return [posting];
  }

  /** What the events known by the end of the month could not post. */
  #noteOutcome({ charge, afterEvents }: RecognisedCharge): void {
    const known = charge.events.filter((event) => monthOfEvent(event) <= this.#month).length;
    const outcome = afterEvents[known - 1];
    if (outcome === undefined) return;
    for (const finding of outcomeFindings(charge, outcome)) this.#find(finding);
    for (const { atMs, amounts } of outcome.beforeFirstMonth) {
      this.#exclude({
        reason: 'before-first-month',
        provider: charge.provider,
        month: monthOfInstant(atMs),
        amount: amounts.gross,
      });
    }
  }

  #exclude(exclusion: Parameters<ExclusionSum['add']>[0]): void {
    if (exclusion.month === this.#month) this.#exclusions.add(exclusion);
  }

  #find(finding: Finding): void {
    if (!concernsClose(finding, this.#policy.firstMonth, this.#month)) return;
    const decision = this.#decisions.on(finding.code, finding.subject, finding.month);
    // What a final month used is settled with it.
    if (decision !== null && decision.finalMonth !== null) return;
    this.#findings.push({ ...finding, decision });
  }

  #isLastDay(atMs: number): boolean {
    const end = monthStartMs(addMonths(this.#month, 1));
    return atMs >= end - DAY_MS && atMs < end;
  }

  #checkConservation({ pool }: EarlierMonth, netRevenue: bigint): void {
    const inAndOut = pool.pool.plus(pool.carriedIn).minus(pool.carriedOut);
    if (pool.netRevenue !== netRevenue || !inAndOut.times(1_000_000).equals(pool.distributed.toString())) {
      throw new Error(
        `pool ${pool.pool} + carried in ${pool.carriedIn} is not distributed ${pool.distributed} + carried out ${pool.carriedOut}`,
      );
    }
  }
}

function sumOf(postings: readonly Posting[]): Components {
  return postings.reduce((sum, posting) => addComponents(sum, posting.amounts), NOTHING);
}

/** Costs may share their description: then their coverage and amount decide, never the order of rows (R15). */
function byProviderAndCharge(a: Posting, b: Posting): number {
  return (
    compareText(a.provider, b.provider) ||
    compareText(a.charge, b.charge) ||
    (a.coverage?.first ?? 0) - (b.coverage?.first ?? 0) ||
    (a.coverage?.months ?? 0) - (b.coverage?.months ?? 0) ||
    (a.amounts.fee < b.amounts.fee ? -1 : a.amounts.fee > b.amounts.fee ? 1 : 0)
  );
}

function byCodeAndSubject(a: Finding, b: Finding): number {
  return (
    compareText(a.code, b.code) || compareText(a.subject, b.subject) || compareText(a.what, b.what) || a.month - b.month
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
