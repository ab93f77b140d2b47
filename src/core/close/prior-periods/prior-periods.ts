import { type Month, monthsFrom } from '../../month/month.ts';
import { monthOfEvent, planOf, postingMonths } from '../../revenue/charge-history.ts';
import { amountsIn, type RecognisedCharge } from '../../revenue/charge-postings.ts';
import type { Posting } from '../../revenue/posting.ts';
import { type ClosedBooks, firstOpenMonth } from './closed-books.ts';
import {
  isAsPosted,
  type PostedBefore,
  type PriorPeriodSubject,
  priorPeriodPostings,
  type ShouldHavePosted,
} from './prior-period.ts';

type Subject = Pick<PostedBefore, 'entry' | 'provider' | 'charge' | 'source'>;

const NO_CHARGE = { plan: '', currency: '', rate: null };

/** Compares final months with what they should have posted, as now known (R16). */
export class PriorPeriods {
  readonly #lastFinal: Month | null;
  readonly #finalMonths: readonly Month[];
  readonly #openMonth: Month;

  constructor(books: ClosedBooks, firstMonth: Month) {
    this.#lastFinal = books.lastFinal;
    this.#finalMonths = books.lastFinal === null ? [] : monthsFrom(firstMonth, books.lastFinal);
    this.#openMonth = firstOpenMonth(books, firstMonth);
  }

  get finalMonths(): readonly Month[] {
    return this.#finalMonths;
  }

  isFinal(month: Month): boolean {
    return this.#lastFinal !== null && month <= this.#lastFinal;
  }

  /**
   * What a charge adjusts; it cites the latest event of a final month, because that is what came late most often. Only
   * final months in which it can post are computed: in all others it should have posted nothing.
   */
  ofCharge(recognised: RecognisedCharge, posted: readonly PostedBefore[]): Posting[] {
    const { charge } = recognised;
    const { first, last } = postingMonths(charge);
    const should = this.#finalBetween(first, last).map((originalMonth) => ({
      originalMonth,
      amounts: amountsIn(recognised, originalMonth),
    }));
    if (isAsPosted(should, posted)) return [];
    const latest = charge.events.findLast((event) => this.isFinal(monthOfEvent(event)));
    const source = latest?.source ?? charge.source;
    const subject: Subject = { entry: 'charge', provider: charge.provider, charge: charge.id, source };
    const { currency, rate } = charge;
    return this.#adjust({ ...subject, plan: planOf(charge), currency, rate }, should, posted);
  }

  /** The final months of a stretch. They may be many and the stretch short: only those of it are looked at. */
  #finalBetween(first: Month, last: Month): Month[] {
    const [firstFinal] = this.#finalMonths;
    const lastFinal = this.#lastFinal;
    if (firstFinal === undefined || lastFinal === null) return [];
    return monthsFrom(Math.max(first, firstFinal) as Month, Math.min(last, lastFinal) as Month);
  }

  /** What costs adjust: all that they post, final months included, against what those posted. */
  ofCosts(all: readonly Posting[], posted: readonly PostedBefore[]): Posting[] {
    const costs = new Map<string, { subject: Subject; should: ShouldHavePosted[]; posted: PostedBefore[] }>();
    const costOf = ({ provider, charge, source }: Pick<Subject, 'provider' | 'charge' | 'source'>) => {
      const key = `${provider}\n${charge}`;
      const cost = costs.get(key) ?? { subject: { entry: 'cost', provider, charge, source }, should: [], posted: [] };
      costs.set(key, cost);
      return cost;
    };
    for (const posting of all) {
      if (this.isFinal(posting.month)) costOf(posting).should.push(posting);
    }
    for (const each of posted) costOf(each).posted.push(each);
    return [...costs.values()].flatMap((cost) =>
      this.#adjust({ ...cost.subject, ...NO_CHARGE, currency: 'USD' }, cost.should, cost.posted),
    );
  }

  /** What final months posted for something that the data no longer have: it is taken back. */
  ofGone(gone: readonly PostedBefore[]): Posting[] {
    const [first] = gone;
    return first === undefined ? [] : this.#adjust({ ...first, ...NO_CHARGE }, [], gone);
  }

  #adjust(
    subject: PriorPeriodSubject,
    should: readonly ShouldHavePosted[],
    posted: readonly PostedBefore[],
  ): Posting[] {
    return priorPeriodPostings(subject, should, posted, this.#openMonth);
  }
}
