import { type Components, NOTHING, subtractComponents } from '../money/components.ts';
import { convertHalfEven } from '../money/fx-rate.ts';
import { truncatedProportion } from '../money/proportion.ts';
import { type ChargeHistory, planAmounts, type Reduction } from './charge-history.ts';
import { valueAt } from './timeline.ts';

/** A reduction in micro-dollars of the charge's plan lines, ready to be taken off its schedules. */
export interface SizedReduction {
  readonly atMs: number;
  readonly amounts: Components;
  /** The reductions so far, this one included, reach the charge's whole gross (R6). */
  readonly reachesWholeGross: boolean;
  /** The rows that make it up. */
  readonly rows: readonly Reduction[];
}

/**
 * Sizes reductions (R3, R6): the sum so far is converted at the charge's rate and differences are taken, so that
 * a full refund is exactly the charge; of a charge with lines of other products only the plan lines' proportion counts;
 * with Stripe the tax follows the gross. Rows of one kind at one instant are one reduction. Reductions beyond
 * the gross come back as `overReduced` and count for nothing.
 */
export function sizeReductions(
  charge: ChargeHistory,
  reductions: readonly Reduction[],
): { sized: SizedReduction[]; overReduced: Reduction[] } {
  const plan = planAmounts(charge);
  const sized: SizedReduction[] = [];
  const overReduced: Reduction[] = [];
  let printedSoFar = NOTHING;
  let countedSoFar = NOTHING;
  for (const rows of rowsOfOneInstant(reductions)) {
    const printed = rows.reduce(
      (sum, row) => ({
        gross: sum.gross + row.amounts.gross,
        tax: sum.tax + row.amounts.tax,
        fee: sum.fee + row.amounts.fee,
      }),
      printedSoFar,
    );
    if (printed.gross > charge.printed.gross) {
      overReduced.push(...rows);
      continue;
    }
    const counted = countedUpTo(charge, plan, printed);
    sized.push({
      atMs: valueAt(rows, 0).atMs,
      amounts: subtractComponents(counted, countedSoFar),
      reachesWholeGross: printed.gross === charge.printed.gross,
      rows,
    });
    printedSoFar = printed;
    countedSoFar = counted;
  }
  return { sized, overReduced };
}

/** What reductions that sum to `reduced` take off the plan lines, in micro-dollars. */
function countedUpTo(charge: ChargeHistory, plan: Components, reduced: Components): Components {
  const { printed, planWeight, rate } = charge;
  const ofPlans = (amount: bigint): bigint =>
    truncatedProportion(convertHalfEven(amount, rate), planWeight.part, planWeight.whole);
  const whole = reduced.gross === printed.gross;
  const fee = ofPlans(reduced.fee);
  if (!charge.taxFollowsGross)
    return { gross: whole ? plan.gross : ofPlans(reduced.gross), tax: ofPlans(reduced.tax), fee };
  if (whole) return { gross: plan.gross, tax: plan.tax, fee };
  return {
    gross: ofPlans(reduced.gross),
    tax: ofPlans(truncatedProportion(printed.tax, reduced.gross, printed.gross)),
    fee,
  };
}

/** Consecutive rows of one kind at one instant, given in order of time. */
function rowsOfOneInstant(reductions: readonly Reduction[]): Reduction[][] {
  const groups: Reduction[][] = [];
  for (const row of reductions) {
    const last = groups.at(-1);
    const first = last?.[0];
    if (last !== undefined && first?.atMs === row.atMs && first.kind === row.kind) last.push(row);
    else groups.push([row]);
  }
  return groups;
}
