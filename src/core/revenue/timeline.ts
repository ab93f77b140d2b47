import { COMPONENT_NAMES, type Components } from '../money/components.ts';
import type { Month } from '../month/month.ts';
import { type ChargeHistory, lastScheduledMonth, monthOfEvent, ownIn } from './charge-history.ts';

/** One component's amounts by month, counted from the charge's month. */
export interface ComponentTimeline {
  /** What the schedule holds. A reduction changes it from its own month on. */
  readonly held: bigint[];
  /** What closing reductions have posted beside the schedule. */
  readonly closed: bigint[];
  /** The part of what posts that was never deferred: claw-backs of earlier months. */
  readonly direct: bigint[];
}

/** A charge's three components over time. */
export interface Timeline {
  readonly start: Month;
  readonly gross: ComponentTimeline;
  readonly tax: ComponentTimeline;
  readonly fee: ComponentTimeline;
}

/** The charge's own schedules, before any reduction, up to the last month that anything can touch. */
export function ownTimeline(charge: ChargeHistory): Timeline {
  const last = Math.max(lastScheduledMonth(charge), ...charge.events.map(monthOfEvent));
  const length = last - charge.month + 1;
  const timeline: Timeline = {
    start: charge.month,
    gross: emptyTimeline(length),
    tax: emptyTimeline(length),
    fee: emptyTimeline(length),
  };
  for (let index = 0; index < length; index += 1) {
    const month = (charge.month + index) as Month;
    const posted = ownIn(charge, month);
    for (const name of COMPONENT_NAMES) timeline[name].held[index] = posted[name];
  }
  return timeline;
}

/** What stands at an index, of a month or an event; throws beyond the ends, where nothing is not the same as zero. */
export function valueAt<Value>(values: readonly Value[], index: number): Value {
  const value = values[index];
  if (value === undefined) throw new Error(`a list of ${values.length} was asked for what stands at ${index}`);
  return value;
}

/** What one component posts in the month at an index. */
export function postedAt(component: ComponentTimeline, index: number): bigint {
  return valueAt(component.held, index) + valueAt(component.closed, index);
}

/** What a timeline posts, month by month from its start. */
export function postedByMonth(timeline: Timeline): Components[] {
  return timeline.gross.held.map((_, index) => ({
    gross: postedAt(timeline.gross, index),
    tax: postedAt(timeline.tax, index),
    fee: postedAt(timeline.fee, index),
  }));
}

/**
 * Counts what closing reductions posted as part of their months' schedule, which changes nothing of what posts. Returns a
 * copy of the schedule as it then stands, for a rule that starts from there.
 */
export function settleClosings(timeline: Timeline): Timeline {
  for (const name of COMPONENT_NAMES) {
    const { held, closed } = timeline[name];
    for (const [index, amount] of closed.entries()) held[index] = valueAt(held, index) + amount;
    closed.fill(0n);
  }
  const copy = ({ held, closed, direct }: ComponentTimeline): ComponentTimeline => {
    return { held: [...held], closed: [...closed], direct: [...direct] };
  };
  return {
    start: timeline.start,
    gross: copy(timeline.gross),
    tax: copy(timeline.tax),
    fee: copy(timeline.fee),
  };
}

/** Takes amounts off the month at an index, beside the schedules: they were never deferred. */
export function postBeside(timeline: Timeline, index: number, taken: Components): void {
  for (const name of COMPONENT_NAMES) {
    const { closed, direct } = timeline[name];
    closed[index] = valueAt(closed, index) - taken[name];
    direct[index] = valueAt(direct, index) - taken[name];
  }
}

/** Sum of `values[from..to)`. */
export function sumBetween(values: readonly bigint[], from: number, to: number): bigint {
  let sum = 0n;
  for (let index = Math.max(from, 0); index < to; index += 1) sum += valueAt(values, index);
  return sum;
}

/** What of it was never deferred, month by month. */
export function directByMonth(timeline: Timeline): Components[] {
  return timeline.gross.held.map((_, index) => ({
    gross: valueAt(timeline.gross.direct, index),
    tax: valueAt(timeline.tax.direct, index),
    fee: valueAt(timeline.fee.direct, index),
  }));
}

function emptyTimeline(length: number): ComponentTimeline {
  return { held: zeros(length), closed: zeros(length), direct: zeros(length) };
}

function zeros(length: number): bigint[] {
  return Array.from({ length }, () => 0n);
}
