import { COMPONENT_NAMES, type Components } from '../money/components.ts';
import { cumulativeParts } from '../money/proportion.ts';
import { type ComponentTimeline, sumBetween, type Timeline, valueAt } from './timeline.ts';

/**
 * R6, `recognition.refunds: proportional`: the reductions so far take the same fraction off every month of the charge
 * (the cumulative rule over the charge's own schedule); the past months' part posts in the reduction's month.
 * Changes the timeline; returns the past part that belongs to months before `first_month` and posts nowhere.
 *
 * @param own the schedule that fractions are taken of: the charge's own, or what deferred-first reductions before left
 * @param reducedSoFar what was taken of it so far, this reduction included
 */
export function reduceProportionally(
  timeline: Timeline,
  own: Timeline,
  at: number,
  reducedSoFar: Components,
  firstShared: number,
): Components {
  const notShared = { gross: 0n, tax: 0n, fee: 0n };
  for (const name of COMPONENT_NAMES) {
    notShared[name] = takeFraction(timeline[name], own[name].held, at, reducedSoFar[name], firstShared);
  }
  return notShared;
}

function takeFraction(
  component: ComponentTimeline,
  own: readonly bigint[],
  at: number,
  reduced: bigint,
  firstShared: number,
): bigint {
  const total = sumBetween(own, 0, own.length);
  if (total === 0n) {
    // Nothing to take a fraction of: what this reduction adds to those before belongs to its own month.
    const change = -reduced - sumBetween(component.closed, 0, component.closed.length);
    component.closed[at] = valueAt(component.closed, at) + change;
    component.direct[at] = valueAt(component.direct, at) + change;
    return 0n;
  }
  let notShared = 0n;
  for (const [index, left] of cumulativeParts(total - reduced, own).entries()) {
    const change = left - valueAt(component.held, index);
    component.held[index] = left;
    if (index >= at) continue;
    // The past keeps what it posted; its change posts now, unless it was never shared.
    component.closed[index] = valueAt(component.closed, index) - change;
    if (index < firstShared) {
      notShared += change;
      continue;
    }
    component.closed[at] = valueAt(component.closed, at) + change;
    component.direct[at] = valueAt(component.direct, at) + change;
  }
  return notShared;
}
