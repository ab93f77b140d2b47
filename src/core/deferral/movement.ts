import {
  addComponents,
  type Components,
  isNothing,
  NOTHING,
  netOf,
  subtractComponents,
  sumOfComponents,
} from '../money/components.ts';
import type { MicroUsd } from '../money/micro.ts';
import type { Month } from '../month/month.ts';
import { type ChargeHistory, kindOfEvent, monthOfEvent, planAmounts, planOf } from '../revenue/charge-history.ts';
import type { RecognisedCharge } from '../revenue/charge-postings.ts';
import { lastPostingMonth } from '../revenue/coverage.ts';
import type { Posting } from '../revenue/posting.ts';
import type { SourceLine } from '../revenue/provider.ts';
import { ownTimeline, postedByMonth, valueAt } from '../revenue/timeline.ts';

/** What one refund, dispute or restoration of the month changes. */
export interface MovementChange {
  readonly kind: 'refund' | 'dispute' | 'restoration';
  readonly sourceId: string;
  readonly atMs: number;
  /** Of everything that the charge posts from the month on: negative for a reduction. */
  readonly total: Components;
  /** The part of it that was never deferred and goes straight through revenue: a claw-back, or what is caught up. */
  readonly direct: Components;
  readonly source: SourceLine;
}

/**
 * How the deferred amount of one charge (or spread cost) moves through one month, in micro-dollars:
 * `opening + billed - recognised + the changes' (total - direct) = closing`, for every component.
 */
export interface Movement {
  readonly provider: Posting['provider'];
  /** The charge or order; the description of a cost. */
  readonly charge: string;
  readonly plan: string;
  readonly currency: string;
  readonly atMs: number;
  /** The month in which it was charged. */
  readonly month: Month;
  readonly covers: { readonly first: Month; readonly last: Month };
  /** What it was charged for, before any reduction. */
  readonly charged: Components;
  /** Not yet posted at the month's beginning, as known from what happened before it. */
  readonly opening: Components;
  /** `charged`, in its own month. */
  readonly billed: Components;
  /** Released from what was deferred. Together with the changes' direct parts it is what the charge posts. */
  readonly recognised: Components;
  readonly changes: readonly MovementChange[];
  /** Not yet posted at the month's end: the sum of the remaining schedule. */
  readonly closing: Components;
  /** What it posts in every month from its own on, as known at the month's end. */
  readonly schedule: readonly Components[];
  readonly source: SourceLine;
}

/** The charge's movement in a month; null when it has none: not yet charged, or long recognised. */
export function movementOf(recognised: RecognisedCharge, month: Month): Movement | null {
  const { charge } = recognised;
  if (charge.month > month || charge.lines.length === 0 || isOver(charge, month)) return null;
  const at = month - charge.month;
  const before = charge.events.filter((event) => monthOfEvent(event) < month).length;
  const known = charge.events.filter((event) => monthOfEvent(event) <= month).length;
  const states = statesAfter(recognised, before, known);
  const [first, last] = [valueAt(states, 0), valueAt(states, states.length - 1)];
  const charged = planAmounts(charge);
  return {
    provider: charge.provider,
    charge: charge.id,
    plan: planOf(charge),
    currency: charge.currency,
    atMs: charge.atMs,
    month: charge.month,
    covers: coveredBy(charge),
    charged,
    opening: charge.month === month ? NOTHING : sumFrom(first.months, at),
    billed: charge.month === month ? charged : NOTHING,
    recognised: subtractComponents(valueAt(last.months, at), last.direct[at] ?? NOTHING),
    changes: changesBetween(charge, before, states, at),
    closing: sumFrom(last.months, at + 1),
    schedule: last.months,
    source: charge.source,
  };
}

/** Whether nothing of the charge can post in the month or later. */
function isOver(charge: ChargeHistory, month: Month): boolean {
  return charge.lines.every((line) => lastPostingMonth(line.coverage) < month) && !hasEventFrom(charge, month);
}

function hasEventFrom(charge: ChargeHistory, month: Month): boolean {
  return charge.events.some((event) => monthOfEvent(event) >= month);
}

interface State {
  readonly months: readonly Components[];
  readonly direct: readonly Components[];
}

/** What the charge posts before the month's first event, and after each of the month's. */
function statesAfter({ charge, afterEvents }: RecognisedCharge, before: number, known: number): State[] {
  const own = (): State => ({ months: postedByMonth(ownTimeline(charge)), direct: [] });
  const first = afterEvents[before - 1] ?? own();
  return [first, ...afterEvents.slice(before, known)];
}

function changesBetween(charge: ChargeHistory, before: number, states: readonly State[], at: number): MovementChange[] {
  return charge.events.slice(before, before + states.length - 1).map((event, index) => {
    const [was, is] = [valueAt(states, index), valueAt(states, index + 1)];
    const direct = subtractComponents(is.direct[at] ?? NOTHING, was.direct[at] ?? NOTHING);
    return {
      kind: kindOfEvent(event),
      sourceId: event.sourceId,
      atMs: event.atMs,
      total: subtractComponents(sumFrom(is.months, at), sumFrom(was.months, at)),
      direct,
      source: event.source,
    };
  });
}

function coveredBy(charge: ChargeHistory): Movement['covers'] {
  const first = Math.min(...charge.lines.map(({ coverage }) => Math.max(coverage.first, coverage.postsFrom)));
  const last = Math.max(...charge.lines.map(({ coverage }) => lastPostingMonth(coverage)));
  return { first: first as Month, last: last as Month };
}

/** Sum of a schedule from an index on. */
export function sumFrom(months: readonly Components[], from: number): Components {
  let sum = NOTHING;
  for (let index = from; index < months.length; index += 1) sum = addComponents(sum, valueAt(months, index));
  return sum;
}

/** What the month's changes take out of what is deferred, or put back into it: `total - direct`, by kind. */
export function deferredChange(movement: Movement, kind: MovementChange['kind']): Components {
  return sumOfChanges(movement, kind, ({ total, direct }) => subtractComponents(total, direct));
}

/** What the month's changes put straight through revenue. */
export function directChange(movement: Movement, kind: MovementChange['kind']): Components {
  return sumOfChanges(movement, kind, ({ direct }) => direct);
}

function sumOfChanges(
  { changes }: Movement,
  kind: MovementChange['kind'],
  part: (change: MovementChange) => Components,
): Components {
  return sumOfComponents(changes.filter((change) => change.kind === kind).map((change) => part(change)));
}

/** What a movement's charge is recognised for, net, in micro-dollars: before the month, in it, and after it. */
export interface RecognisedAround {
  /** Before any reduction. */
  readonly charged: MicroUsd;
  readonly before: MicroUsd;
  readonly inMonth: MicroUsd;
  readonly after: MicroUsd;
}

/** The movement's schedule as deferred.csv sums it up, seen from the month of the movement. */
export function recognisedAround(movement: Movement, month: Month): RecognisedAround {
  const { schedule, charged, closing } = movement;
  const at = month - movement.month;
  return {
    charged: netOf(charged),
    before: schedule.slice(0, at).reduce((sum, each) => sum + netOf(each), 0n),
    inMonth: netOf(valueAt(schedule, at)),
    after: netOf(closing),
  };
}

/** Whether a movement has anything to show. */
export function isStill({ opening, billed, recognised, changes, closing }: Movement): boolean {
  return changes.length === 0 && [opening, billed, recognised, closing].every(isNothing);
}
