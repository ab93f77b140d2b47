import { compareAmounts } from '../money/compare-amounts.ts';
import { addComponents, type Components, NOTHING, sumOfComponents } from '../money/components.ts';
import type { FxRate } from '../money/fx-rate.ts';
import { type Month, monthOfInstant } from '../month/month.ts';
import { compareText } from '../text/compare-text.ts';
import { type Coverage, lastPostingMonth, postedIn } from './coverage.ts';
import type { Provider, SourceLine } from './provider.ts';

/** One line of a charge with its own schedule (R5): an invoice line, or the whole charge. */
export interface ScheduleLine {
  /** The provider's line id; empty when the charge is one line. */
  readonly id: string;
  readonly plan: string;
  readonly coverage: Coverage;
  /** The line's share of the charge, in micro-dollars. Negative for the unused time of an upgrade. */
  readonly amounts: Components;
}

/** Component amounts in millionths of the charge's own currency. */
export type CurrencyAmounts = Components;

/**
 * What becomes of the part of a row that goes beyond its charge's gross (R6): it waits for a person, it posts as a
 * deduction of the row's own month because a person accepted it, or another day's exchange rate made it, so that it is no
 * revenue.
 */
export type Excess = 'waits' | 'accepted' | 'exchange';

/** A refund or a dispute of the charge (R6), or one row of it. Amounts are positive: what is taken back. */
export interface Reduction {
  readonly type: 'reduction';
  readonly kind: 'refund' | 'dispute';
  readonly atMs: number;
  /** The provider's id of the refund or dispute: a restoration names it. */
  readonly sourceId: string;
  readonly amounts: CurrencyAmounts;
  /** `waits` where it is not told. */
  readonly excess?: Excess;
  /** The gross of the whole row, where a restoration has left less of it in `amounts` (R7). */
  readonly wholeGross?: bigint;
  readonly source: SourceLine;
}

/** A dispute won or a refund that failed (R7). Amounts are what comes back, positive, in the charge's currency. */
export interface Restoration {
  readonly type: 'restoration';
  readonly atMs: number;
  readonly sourceId: string;
  readonly gross: bigint;
  /** Where the provider prints what comes back of each component; else tax and fee follow the gross in proportion. */
  readonly taxAndFee?: Pick<CurrencyAmounts, 'tax' | 'fee'>;
  readonly source: SourceLine;
}

export type ChargeEvent = Reduction | Restoration;

/**
 * What a row posts by itself in its own month: the fee that a refund, dispute or restoration row carries (R6), a
 * refund whose charge is not in the data and what takes it back (R8), or another row that a person accepted as what it is.
 */
export interface RowAmount {
  readonly kind: 'provider-fee' | 'dispute-fee' | 'refund' | 'dispute' | 'restoration';
  readonly month: Month;
  /** When, of a refund whose charge is not in the data. */
  readonly atMs?: number;
  /** Micro-dollars, as components of a posting: a fee is a cost, a refund has negative gross. */
  readonly amounts: Components;
  readonly sourceId: string;
  readonly source: SourceLine;
}

/** Everything that ever happened to one charge: what recognition needs, and nothing of its provider's format. */
export interface ChargeHistory {
  readonly provider: Provider;
  /** The provider's id of the charge or order, unique within the provider. */
  readonly id: string;
  /** Stripe subscription, Apple Subscriber ID, Google order number without its renewal suffix; empty if not known. */
  readonly subscription: string;
  readonly atMs: number;
  /** The UTC month of the charge. */
  readonly month: Month;
  /** The charge's own currency, ISO 4217. */
  readonly currency: string;
  /** The charge's rate (R3): its reductions use it too. */
  readonly rate: FxRate;
  /** Gross and customer tax in millionths of the charge's currency; lines of other products included. */
  readonly printed: { readonly gross: bigint; readonly tax: bigint };
  /** How much of the charge is for plans: the plan lines' weight of all lines' weight (R5). Equal when all is. */
  readonly planWeight: { readonly part: bigint; readonly whole: bigint };
  /** The plan lines only: lines of other products have taken their part out (R5). */
  readonly lines: readonly ScheduleLine[];
  /** Stripe: reductions name no tax, it follows the gross in proportion (R6). */
  readonly taxFollowsGross: boolean;
  /** In order of time, none before the charge's month: see `eventsOfCharge`. */
  readonly events: readonly ChargeEvent[];
  readonly rowAmounts: readonly RowAmount[];
  /** When it was sold once more, where nothing tells that sale from another, or the store has it of two days: a row may stand twice. */
  readonly repeatedAtMs?: number;
  /** Its invoice, with what that had due in millionths of the charge's currency; absent without one, or where that is in another. */
  readonly invoice?: { readonly id: string; readonly due: bigint };
  readonly source: SourceLine;
}

/** What the plan lines of a charge amount to. */
export function planAmounts(charge: Pick<ChargeHistory, 'lines'>): Components {
  return sumOfComponents(charge.lines.map(({ amounts }) => amounts));
}

/** The plan that a charge buys: of several lines that of the largest. */
export function planOf(charge: Pick<ChargeHistory, 'lines'>): string {
  const [first, ...others] = charge.lines;
  if (first === undefined) return '';
  return others.reduce((largest, line) => (line.amounts.gross > largest.amounts.gross ? line : largest), first).plan;
}

/** What one line's own schedule posts in a month, every component by itself (R5). */
export function scheduledIn(line: ScheduleLine, month: Month): Components {
  return {
    gross: postedIn(line.amounts.gross, line.coverage, month),
    tax: postedIn(line.amounts.tax, line.coverage, month),
    fee: postedIn(line.amounts.fee, line.coverage, month),
  };
}

/** What all of the charge's own schedules post in a month. */
export function ownIn(charge: Pick<ChargeHistory, 'lines'>, month: Month): Components {
  return charge.lines.reduce((sum, line) => addComponents(sum, scheduledIn(line, month)), NOTHING);
}

/** The last month in which the charge's own schedules post. */
export function lastScheduledMonth(charge: Pick<ChargeHistory, 'lines' | 'month'>): Month {
  return Math.max(charge.month, ...charge.lines.map((line) => lastPostingMonth(line.coverage))) as Month;
}

/**
 * The first and the last month in which the charge can post: by its schedules, by what an event changes of them, or by a
 * row that posts by itself, which may be older than the charge.
 */
export function postingMonths(charge: ChargeHistory): { readonly first: Month; readonly last: Month } {
  const rows = charge.rowAmounts.map(({ month }) => month);
  const first = Math.min(charge.month, ...rows) as Month;
  const last = Math.max(lastScheduledMonth(charge), ...charge.events.map(monthOfEvent), ...rows) as Month;
  return { first, last };
}

/**
 * A charge's events, in order of time. What a provider dates to a month before the charge (an Apple day's report may name
 * the neighbouring day) takes effect with the charge: nothing of it could be taken back earlier (R6).
 */
export function eventsOfCharge(chargedAtMs: number, events: readonly ChargeEvent[]): ChargeEvent[] {
  const month = monthOfInstant(chargedAtMs);
  return inOrderOfTime(events.map((event) => (monthOfEvent(event) < month ? { ...event, atMs: chargedAtMs } : event)));
}

/** Events by instant, reductions before restorations, then by id, so that the order of rows never matters. */
export function inOrderOfTime(events: readonly ChargeEvent[]): ChargeEvent[] {
  return [...events].sort(
    (a, b) =>
      a.atMs - b.atMs ||
      compareText(a.type, b.type) ||
      compareText(kindOfEvent(a), kindOfEvent(b)) ||
      compareText(a.sourceId, b.sourceId) ||
      compareAmounts(grossOf(a), grossOf(b)),
  );
}

/** The month in which an event takes effect. */
export function monthOfEvent(event: ChargeEvent): Month {
  return monthOfInstant(event.atMs);
}

/** What its postings are called. */
export function kindOfEvent(event: ChargeEvent): 'refund' | 'dispute' | 'restoration' {
  return event.type === 'reduction' ? event.kind : 'restoration';
}

function grossOf(event: ChargeEvent): bigint {
  return event.type === 'reduction' ? event.amounts.gross : event.gross;
}
