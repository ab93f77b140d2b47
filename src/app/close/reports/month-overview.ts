import type { Gate } from '../../../core/close/checks/gate.ts';
import type { FinalMonth } from '../../../core/close/prior-periods/final-month.ts';
import { microFromText } from '../../../core/money/micro.ts';
import { addMonths, type Month } from '../../../core/month/month.ts';
import { type MonthChange, MonthChangeSum } from '../../../core/overview/month-change.ts';
import { type MonthFigures, monthsSoFar } from '../../../core/overview/month-figures.ts';
import { type PostingFigures, PostingFiguresSum } from '../../../core/overview/posting-figures.ts';
import type { Posting } from '../../../core/revenue/posting.ts';
import type { LargestJob } from '../../../core/usage/largest-jobs.ts';
import { approvedDocument } from '../../../render/month/reconcile-json.ts';
import { listFinalMonths } from '../../../store/months/final-months.ts';
import type { ComputedMonth, MonthListener } from '../computed-month.ts';

/** What the page of a month tells beside its other reports. */
export interface MonthOverview {
  /** Null once they are passed: the month is final. */
  readonly gates: readonly Gate[] | null;
  readonly months: readonly MonthFigures[];
  readonly postings: PostingFigures;
  /** Null for the first month. */
  readonly change: MonthChange | null;
  /** The largest jobs of the wallets with most points. */
  readonly largest: readonly LargestJob[];
}

/** Listens to a month being computed for what its page tells: sums, and the largest of many. */
export class OverviewListener implements Pick<Required<MonthListener>, 'posting' | 'compared'> {
  readonly #postings = new PostingFiguresSum();
  readonly #change: MonthChangeSum;
  readonly #month: Month;

  constructor(month: Month) {
    this.#month = month;
    this.#change = new MonthChangeSum(addMonths(month, -1), month);
  }

  readonly posting = (posting: Posting): void => this.#postings.add(posting);

  readonly compared = (before: readonly Posting[], own: readonly Posting[]): void => this.#change.take(before, own);

  /** What there is to tell once the month is computed. @param gates null where it becomes final with it */
  async result({ context, close, usage }: ComputedMonth, gates: readonly Gate[] | null): Promise<MonthOverview> {
    const months = monthsSoFar((await listFinalMonths(context.db)).map(figuresOfFinal), close, gates === null);
    const before = months.find(({ month }) => month === addMonths(this.#month, -1));
    return {
      gates,
      months,
      postings: this.#postings.result(),
      change: before === undefined ? null : this.#change.result(before.netRevenue),
      largest: usage.largest,
    };
  }
}

/** A final month as it was approved. */
function figuresOfFinal(final: FinalMonth): MonthFigures {
  const said = approvedDocument(final);
  return {
    month: final.month,
    isFinal: true,
    netRevenue: microFromText(said.net_revenue_usd),
    distributable: microFromText(said.distributable_usd),
    wallets: said.wallets,
    points: microFromText(said.credited_render_spark),
  };
}
