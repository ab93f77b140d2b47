import { isNothing } from '../money/components.ts';
import { addMonths, type Month, monthOfInstant, monthStartMs, monthsFrom } from '../month/month.ts';
import type { Assembled, SharedFee } from '../revenue/assembled.ts';
import { type ChargeHistory, lastScheduledMonth, monthOfEvent, planAmounts } from '../revenue/charge-history.ts';
import { postingsOf, type RecognisedCharge, recogniseCharge } from '../revenue/charge-postings.ts';
import type { Posting } from '../revenue/posting.ts';
import type { MonthUsage } from '../usage/month-usage.ts';
import { type CostItem, costPosting, sharedFeePosting } from './costs.ts';
import { ExclusionSum } from './exclusion-sum.ts';
import type { Finding } from './finding.ts';
import { concernsClose } from './finding-scope.ts';
import type { EarlierMonth, MonthClose } from './month-close.ts';
import { NetRevenueSum } from './net-revenue.ts';
import { outcomeFindings } from './outcome-findings.ts';
import { type PolicyOfClose, poolsInOrder } from './pools-in-order.ts';
import { SharedFeeProportion } from './shared-fees.ts';

const DAY_MS = 24 * 3600 * 1000;

/**
 * The month close: folds charge histories into a MonthClose, one charge at a time, so that memory does not grow with
 * the number of charges. Feed it every group once (`add`), then `finishRevenue`, then `close`.
 *
 * All months from `first_month` on are summed in the one pass, because what they carry is part of the month's pool (R10).
 */
export class MonthFold {
  readonly #policy: PolicyOfClose;
  readonly #month: Month;
  readonly #months: readonly Month[];
  readonly #revenue: Map<Month, NetRevenueSum>;
  readonly #exclusions = new ExclusionSum();
  readonly #findings: Finding[] = [];
  readonly #sharedFees: SharedFee[] = [];
  readonly #proportion = new SharedFeeProportion();
  #appleLastDay = 0n;
  #postings = 0;

  constructor(policy: PolicyOfClose, month: Month) {
    this.#policy = policy;
    this.#month = month;
    this.#months = monthsFrom(policy.firstMonth, month);
    this.#revenue = new Map(this.#months.map((each) => [each, new NetRevenueSum()]));
  }

  /** Takes rows that belong together; returns what they post in the month. */
  add(group: Assembled): Posting[] {
    for (const exclusion of group.exclusions) this.#exclude(exclusion);
    for (const finding of group.findings) this.#find(finding);
    for (const charge of group.printedCharges) this.#proportion.note(charge);
    this.#sharedFees.push(...group.sharedFees.filter((fee) => this.#revenue.has(fee.month)));
    return group.charges.flatMap((charge) => this.#recognise(charge));
  }

  /** An exception that no group of rows brings (missing usage, vanished rows, jobs). */
  find(finding: Finding): void {
    this.#find(finding);
  }

  /** Posts the stand-alone fees, which need all charges of their month, and the costs (R9). */
  finishRevenue(costs: readonly CostItem[]): Posting[] {
    const postings: Posting[] = [];
    for (const fee of this.#sharedFees) {
      const counted = this.#proportion.partOf(fee, this.#policy.sharedFees);
      const rest = counted - fee.cost;
      if (rest !== 0n) this.#exclude({ reason: 'shared-fee-rest', provider: 'stripe', month: fee.month, amount: rest });
      postings.push(...this.#post(sharedFeePosting(fee, counted)));
    }
    for (const cost of costs) {
      for (const month of this.#months) postings.push(...this.#post(costPosting(cost, month)));
    }
    return postings.sort(byProviderAndCharge);
  }

  /** Computes the pools in order and closes the month. `usages`: one per month from first_month to the month, in order. */
  close(usages: readonly MonthUsage[]): MonthClose {
    const revenue = new Map([...this.#revenue].map(([month, sum]) => [month, sum.result()]));
    const pools = poolsInOrder(this.#policy, usages, (month) => revenue.get(month)?.total ?? 0n);
    const usage = usages.at(-1);
    const pool = pools.at(-1);
    const ownRevenue = revenue.get(this.#month);
    if (usage === undefined || pool === undefined || ownRevenue === undefined || usage.month !== this.#month) {
      throw new Error('a close needs the usage of every month from first_month to its own');
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
    };
  }

  #recognise(charge: ChargeHistory): Posting[] {
    const recognised = recogniseCharge(charge, this.#policy);
    const last = Math.max(
      lastScheduledMonth(charge),
      ...charge.events.map(monthOfEvent),
      ...charge.rowFees.map((row) => row.month),
    );
    if (charge.provider === 'apple' && this.#isLastDay(charge.atMs)) this.#appleLastDay += planAmounts(charge).gross;
    this.#noteOutcome(recognised);
    const ofMonth: Posting[] = [];
    for (const month of this.#months) {
      if (month < charge.month || month > last) continue;
      for (const posting of postingsOf(recognised, month)) ofMonth.push(...this.#post(posting));
    }
    return ofMonth;
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
    if (concernsClose(finding, this.#policy.firstMonth, this.#month)) this.#findings.push(finding);
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
