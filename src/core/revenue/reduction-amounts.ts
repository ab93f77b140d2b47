import { addComponents, type Components, NOTHING, subtractComponents, sumOfComponents } from '../money/components.ts';
import { convertHalfEven } from '../money/fx-rate.ts';
import { cumulativeParts, partAt, truncatedProportion } from '../money/proportion.ts';
import { type ChargeHistory, planAmounts, type Reduction } from './charge-history.ts';
import { valueAt } from './timeline.ts';

/** A reduction in micro-dollars of the charge's plan lines, ready to be taken off its schedules. */
export interface SizedReduction {
  readonly atMs: number;
  readonly amounts: Components;
  /** The reductions so far, this one included, reach the charge's whole gross (R6). */
  readonly reachesWholeGross: boolean;
  /** What a person accepted of the part beyond the gross: a deduction of the reduction's own month, beside the schedules. */
  readonly accepted: Components;
  /** The rows that make it up. */
  readonly rows: readonly Reduction[];
}

/** A row that goes beyond its charge's gross, and by how much: micro-dollars of the plan lines. */
export interface OverReduced {
  readonly reduction: Reduction;
  readonly amounts: Components;
}

/**
 * Sizes reductions (R3, R6): the sum so far is converted at the charge's rate and differences are taken, so that
 * a full refund is exactly the charge; of a charge with lines of other products only the plan lines' proportion counts;
 * with Stripe the tax follows the gross. Rows of one kind at one instant are one reduction. What goes beyond the gross
 * reduces what is left of it, in full; the excess comes back as `overReduced` and posts only where it was accepted.
 */
export function sizeReductions(
  charge: ChargeHistory,
  reductions: readonly Reduction[],
): { sized: SizedReduction[]; overReduced: OverReduced[] } {
  const plan = planAmounts(charge);
  const sized: SizedReduction[] = [];
  const overReduced: OverReduced[] = [];
  let [printedSoFar, countedSoFar, beyondSoFar] = [NOTHING, NOTHING, NOTHING];
  for (const rows of rowsOfOneInstant(reductions)) {
    const room = charge.printed.gross - printedSoFar.gross;
    const { fitting, beyond } = splitAtGross(rows, room > 0n ? room : 0n);
    printedSoFar = addComponents(printedSoFar, fitting);
    const counted = countedUpTo(charge, plan, printedSoFar);
    let accepted = NOTHING;
    for (const { reduction, printed } of beyond) {
      const before = ofPlans(charge, beyondSoFar);
      beyondSoFar = addComponents(beyondSoFar, printed);
      const amounts = subtractComponents(ofPlans(charge, beyondSoFar), before);
      overReduced.push({ reduction, amounts });
      if (reduction.excess === 'accepted') accepted = addComponents(accepted, amounts);
    }
    sized.push({
      atMs: valueAt(rows, 0).atMs,
      amounts: subtractComponents(counted, countedSoFar),
      // What finds nothing left closes nothing: that happened before.
      reachesWholeGross: printedSoFar.gross === charge.printed.gross && (beyond.length === 0 || room > 0n),
      accepted,
      rows,
    });
    countedSoFar = counted;
  }
  return { sized, overReduced };
}

/** One reduction, divided at what was left of the gross, in the charge's currency. */
interface SplitReduction {
  readonly fitting: Components;
  readonly beyond: { readonly reduction: Reduction; readonly printed: Components }[];
}

/**
 * What of one reduction fits into what is left of the gross, and row by row what goes beyond it; the first rows fit first.
 * Of a row that came back in part, the whole row is divided, and what is left of it in the same proportion (R7). Tax and
 * fee that the rows name are divided like the gross of them all. Each is truncated (R2).
 */
function splitAtGross(rows: readonly Reduction[], room: bigint): SplitReduction {
  const left = sumOfComponents(rows.map(({ amounts }) => amounts));
  // A row whose gross came back whole goes beyond nothing (R7): tax and fee that are left of it count as they are.
  const wholes = rows.map(({ wholeGross, amounts }) => (amounts.gross === 0n ? 0n : (wholeGross ?? amounts.gross)));
  const whole = wholes.reduce((total, gross) => total + gross, 0n);
  if (whole <= room) return { fitting: left, beyond: [] };
  const beyondWholes = beyondRoom(wholes, room);
  const gross = rows.map(({ amounts }, place) => {
    const [own, over] = [partAt(wholes, place), partAt(beyondWholes, place)];
    return over === 0n ? 0n : amounts.gross - truncatedProportion(amounts.gross, own - over, own);
  });
  const fitting = {
    gross: gross.reduce((rest, over) => rest - over, left.gross),
    tax: truncatedProportion(left.tax, room, whole),
    fee: truncatedProportion(left.fee, room, whole),
  };
  const tax = cumulativeParts(left.tax - fitting.tax, beyondWholes);
  const fee = cumulativeParts(left.fee - fitting.fee, beyondWholes);
  const beyond = rows.map((reduction, place) => {
    return { reduction, printed: { gross: partAt(gross, place), tax: partAt(tax, place), fee: partAt(fee, place) } };
  });
  return { fitting, beyond: beyond.filter(({ printed }) => printed.gross !== 0n) };
}

/** How much of each amount stands beyond `room`, when they are laid one after the other. */
function beyondRoom(amounts: readonly bigint[], room: bigint): bigint[] {
  const over = (total: bigint): bigint => (total > room ? total - room : 0n);
  let soFar = 0n;
  return amounts.map((amount) => {
    const before = over(soFar);
    soFar += amount;
    return over(soFar) - before;
  });
}

/** Printed amounts in micro-dollars of the plan lines, component by component. */
function ofPlans({ planWeight, rate }: ChargeHistory, printed: Components): Components {
  const ofPlan = (amount: bigint): bigint =>
    truncatedProportion(convertHalfEven(amount, rate), planWeight.part, planWeight.whole);
  return { gross: ofPlan(printed.gross), tax: ofPlan(printed.tax), fee: ofPlan(printed.fee) };
}

/** What reductions that sum to `reduced` take off the plan lines, in micro-dollars. */
function countedUpTo(charge: ChargeHistory, plan: Components, reduced: Components): Components {
  const { printed, taxFollowsGross } = charge;
  const whole = reduced.gross === printed.gross;
  const tax = taxFollowsGross && !whole ? truncatedProportion(printed.tax, reduced.gross, printed.gross) : reduced.tax;
  const counted = ofPlans(charge, { ...reduced, tax });
  if (!whole) return counted;
  return { ...counted, gross: plan.gross, ...(taxFollowsGross ? { tax: plan.tax } : {}) };
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
