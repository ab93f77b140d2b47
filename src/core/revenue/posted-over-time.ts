import { addComponents, type Components, isNothing, NOTHING, subtractComponents } from '../money/components.ts';
import { type Month, monthOfInstant } from '../month/month.ts';
import { inForce, type OverTime } from '../policy/over-time.ts';
import {
  type ChargeEvent,
  type ChargeHistory,
  monthOfEvent,
  type Reduction,
  type Restoration,
} from './charge-history.ts';
import { reduceDeferredFirst } from './deferred-first.ts';
import { reduceProportionally } from './proportional.ts';
import { type OverReduced, sizeReductions } from './reduction-amounts.ts';
import { withoutRestored } from './restorations.ts';
import { directByMonth, ownTimeline, postBeside, postedByMonth, settleClosings, valueAt } from './timeline.ts';

/** `recognition.refunds` of revshare.yaml. */
export type RefundRule = 'deferred-first' | 'proportional';

/** The part of the policy that recognition needs. A refund rule holds for the events of its months (R14). */
export interface RecognitionPolicy {
  readonly firstMonth: Month;
  readonly rules: OverTime<{ readonly refunds: RefundRule }>;
}

/** The part of a reduction that would claw back what was posted before `first_month`, and posts nowhere (R6). */
export interface NotShared {
  readonly atMs: number;
  /** Zero or negative. */
  readonly amounts: Components;
}

/** What a charge posts, month by month from its own month, and what its reductions could not post. */
export interface PostedCharge {
  readonly months: readonly Components[];
  /** The part of each month that was never deferred: claw-backs of earlier months, and what restorations catch up. */
  readonly direct: readonly Components[];
  readonly beforeFirstMonth: readonly NotShared[];
  /** The rows that go beyond the gross, by what goes beyond it; of those that were accepted it is posted. */
  readonly overReduced: readonly OverReduced[];
  readonly unmatchedRestorations: readonly Restoration[];
}

/**
 * R6 and R7 for one charge and the events known so far (in order of time).
 *
 * From a restoration's month on, the charge posts what it would post had the restored reduction never been; the
 * difference over the months from `first_month` to the month before posts as one amount in that month. So the months
 * fall into eras, one from each month with a restoration, and every era has its own world of reductions.
 */
export function postedOverTime(
  charge: ChargeHistory,
  events: readonly ChargeEvent[],
  policy: RecognitionPolicy,
): PostedCharge {
  const reductions = events.filter((event) => event.type === 'reduction');
  const restorations = events.filter((event) => event.type === 'restoration');
  let world = postedWith(charge, reductions, restorations.slice(0, 0), policy);
  let months = [...world.months];
  let direct = [...world.direct];
  for (const month of distinctMonths(restorations)) {
    const known = restorations.filter((restoration) => monthOfEvent(restoration) <= month);
    world = postedWith(charge, reductions, known, policy);
    const at = month - charge.month;
    const catchUp = differenceBetween(world.months, months, policy.firstMonth - charge.month, at);
    months = switchWorlds(months, world.months, at, catchUp);
    direct = switchWorlds(direct, world.direct, at, catchUp);
  }
  return { ...world, months, direct };
}

/**
 * A world: the charge with all reductions but the restored ones, each by the rule of its own month. A proportional
 * reduction after deferred-first ones takes its fraction of what those left in every month.
 */
function postedWith(
  charge: ChargeHistory,
  reductions: readonly Reduction[],
  restorations: readonly Restoration[],
  policy: RecognitionPolicy,
): PostedCharge {
  const { left, unmatched } = withoutRestored(reductions, restorations);
  const { sized, overReduced } = sizeReductions(charge, left);
  const timeline = ownTimeline(charge);
  const firstShared = policy.firstMonth - charge.month;
  const beforeFirstMonth: NotShared[] = [];
  // What proportional reductions take their fraction of, and what they took of it.
  let whole = ownTimeline(charge);
  let takenOfWhole = NOTHING;
  let ruleBefore: RefundRule | null = null;
  for (const reduction of sized) {
    const month = monthOfInstant(reduction.atMs);
    const at = month - charge.month;
    const { refunds } = inForce(policy.rules, month);
    let amounts: Components;
    if (refunds === 'proportional') {
      if (ruleBefore === 'deferred-first') {
        whole = settleClosings(timeline);
        takenOfWhole = NOTHING;
      }
      takenOfWhole = addComponents(takenOfWhole, reduction.amounts);
      amounts = reduceProportionally(timeline, whole, at, takenOfWhole, firstShared);
    } else {
      amounts = reduceDeferredFirst(timeline, at, reduction.amounts, reduction.reachesWholeGross, firstShared);
    }
    ruleBefore = refunds;
    if (!isNothing(amounts)) beforeFirstMonth.push({ atMs: reduction.atMs, amounts });
  }
  // After all of them: what goes beyond the charge is no part of its schedules, nor of what a claw-back may take.
  for (const { atMs, accepted } of sized) postBeside(timeline, monthOfInstant(atMs) - charge.month, accepted);
  const [months, direct] = [postedByMonth(timeline), directByMonth(timeline)];
  return { months, direct, beforeFirstMonth, overReduced, unmatchedRestorations: unmatched };
}

/** What a world posts and was not posted, over the months [from, to). */
function differenceBetween(
  world: readonly Components[],
  posted: readonly Components[],
  from: number,
  to: number,
): Components {
  let difference = NOTHING;
  for (let index = Math.max(from, 0); index < to; index += 1) {
    const missing = subtractComponents(valueAt(world, index), valueAt(posted, index));
    difference = addComponents(difference, missing);
  }
  return difference;
}

/** The months before `at` stay as they were; `at` catches up; later ones follow the new world. */
function switchWorlds(
  before: readonly Components[],
  world: readonly Components[],
  at: number,
  catchUp: Components,
): Components[] {
  return before.map((amounts, index) => {
    if (index < at) return amounts;
    const now = valueAt(world, index);
    return index === at ? addComponents(now, catchUp) : now;
  });
}

/** Of restorations in order of time. */
function distinctMonths(restorations: readonly Restoration[]): Month[] {
  return [...new Set(restorations.map(monthOfEvent))];
}
