import { Flux } from '../comparison/flux.ts';
import { reportedPosting } from '../comparison/reported-posting.ts';
import { allProviders, type RevenueChange } from '../comparison/revenue-change.ts';
import type { MicroUsd } from '../money/micro.ts';
import type { Month } from '../month/month.ts';
import type { Posting } from '../revenue/posting.ts';

/** Why net revenue is another than the month before, by cause: `from` + causes + known since = `to`. */
export interface MonthChange {
  readonly before: Month;
  /** Net revenue of the month before as it was reported, and of the month; micro-dollars. */
  readonly from: MicroUsd;
  readonly to: MicroUsd;
  readonly causes: RevenueChange['causes'];
  /**
   * What the month before would have on top as now known; 0 while it is open. It stands as an adjustment of a final month
   * (R16) among the causes, the other way round, or did so in that month.
   */
  readonly knownSince: MicroUsd;
}

/** Takes what each charge posts in the month before, as now known, and in the month. */
export class MonthChangeSum {
  readonly #flux: Flux;
  readonly #before: Month;

  constructor(before: Month, month: Month) {
    this.#before = before;
    this.#flux = new Flux(before, month);
  }

  take(before: readonly Posting[], own: readonly Posting[]): void {
    this.#flux.take({ from: before.map(reportedPosting), to: own.map(reportedPosting) });
  }

  /** @param reported net revenue of the month before as its reports have it */
  result(reported: MicroUsd): MonthChange {
    const { from, to, causes } = this.#flux.result();
    return {
      before: this.#before,
      from: reported,
      to: allProviders(to),
      causes,
      knownSince: allProviders(from) - reported,
    };
  }
}
