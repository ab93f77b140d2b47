import { DAY_MS } from '../../month/durations.ts';
import { addMonths, type Month, monthEndMs, monthStartMs } from '../../month/month.ts';
import type { ChargeHistory, Reduction } from '../../revenue/charge-history.ts';
import type { Subscriber } from './two-stores.ts';

/** Whole UTC days, by the number of days since 1970: half-open. */
export interface Days {
  readonly from: number;
  readonly before: number;
}

/** What the stores say of one account of subscribers.csv. */
export interface PaidAccount {
  readonly account: string;
  /** Days that a charge pays for. */
  readonly paid: readonly Days[];
  /** Days on which a charge that pays for them is disputed. */
  readonly disputed: readonly Days[];
}

/**
 * Which days the charges of known accounts pay for, and on which of them a dispute is open. A charge is seldom booked at the
 * minute at which its term begins, and Apple's have a date alone: a day more at each end counts as paid, and a dispute's
 * first and last day as not disputed.
 */
export class PaidStretches {
  readonly #accountOf: ReadonlyMap<string, string>;
  readonly #accounts: Map<string, { paid: Days[]; disputed: Days[] }>;

  constructor(subscribers: readonly Subscriber[]) {
    this.#accountOf = new Map(
      subscribers.map(({ account, provider, subscription }) => [`${provider} ${subscription}`, account]),
    );
    this.#accounts = new Map(subscribers.map(({ account }) => [account, { paid: [], disputed: [] }]));
  }

  note(charge: ChargeHistory): void {
    const known = this.#accounts.get(this.#accountOf.get(`${charge.provider} ${charge.subscription}`) ?? '');
    if (known === undefined) return;
    const refundedMs = wholeRefundMs(charge);
    for (const { coverage } of charge.lines) {
      const startsHere = coverage.first === charge.month;
      const fromMs = startsHere ? charge.atMs : monthStartMs(coverage.first);
      const endMs = startsHere
        ? sameDayLater(charge.atMs, charge.month, coverage.months)
        : monthStartMs(addMonths(coverage.first, coverage.months));
      const paid = { from: dayOf(fromMs) - 1, before: dayOf(Math.min(endMs, refundedMs ?? endMs)) + 2 };
      known.paid.push(paid);
      for (const { atMs, sourceId } of disputesOf(charge)) {
        const wonMs = charge.events.find((event) => event.type === 'restoration' && event.sourceId === sourceId)?.atMs;
        const disputed = { from: dayOf(atMs) + 1, before: Math.min(dayOf(wonMs ?? endMs), paid.before) };
        if (disputed.from < disputed.before) known.disputed.push(disputed);
      }
    }
  }

  /** Every account of the file, in order of its name. */
  result(): PaidAccount[] {
    const accounts = [...this.#accounts].map(([account, stretches]) => ({ account, ...stretches }));
    return accounts.sort((a, b) => (a.account < b.account ? -1 : 1));
  }
}

/** The day since 1970 of an instant, in UTC. */
function dayOf(atMs: number): number {
  return Math.floor(atMs / DAY_MS);
}

/** The same day and time of a later month, or that month's end where it has no such day. */
function sameDayLater(atMs: number, month: Month, months: number): number {
  const later = addMonths(month, months);
  return Math.min(monthStartMs(later) + (atMs - monthStartMs(month)), monthEndMs(later));
}

function disputesOf({ events }: ChargeHistory): Reduction[] {
  return events.filter((event): event is Reduction => event.type === 'reduction' && event.kind === 'dispute');
}

/** When refunds that stand had given the whole charge back; null where they never did. */
function wholeRefundMs({ events, printed }: ChargeHistory): number | null {
  const failed = new Set(events.flatMap((event) => (event.type === 'restoration' ? [event.sourceId] : [])));
  let left = printed.gross;
  for (const event of events) {
    if (event.type !== 'reduction' || event.kind !== 'refund' || failed.has(event.sourceId)) continue;
    left -= event.amounts.gross;
    if (left <= 0n) return event.atMs;
  }
  return null;
}
