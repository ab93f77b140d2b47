import { COMPONENT_NAMES, type Components } from '../money/components.ts';
import { cumulativeParts } from '../money/proportion.ts';
import { type ComponentTimeline, postedAt, sumBetween, type Timeline, valueAt } from './timeline.ts';

/**
 * R6, `deferred-first`: a reduction first takes what the schedule still holds for its month and later; only what
 * goes beyond that is clawed back, in the reduction's own month.
 * Changes the timeline; returns what was not clawed back because it was posted before `first_month`
 * (zero or negative, micro-dollars per component).
 *
 * @param at index of the reduction's month; @param firstShared index of `first_month` (may be negative).
 */
export function reduceDeferredFirst(
  timeline: Timeline,
  at: number,
  reduction: Components,
  reachesWholeGross: boolean,
  firstShared: number,
): Components {
  const notShared = { gross: 0n, tax: 0n, fee: 0n };
  // Whatever happens to gross decides whether tax and fee close with it.
  const heldGross = sumBetween(timeline.gross.held, at, timeline.gross.held.length);
  const grossCloses = reachesWholeGross || (reduction.gross !== 0n && reduction.gross >= heldGross);
  for (const name of COMPONENT_NAMES) {
    const component = timeline[name];
    const amount = reduction[name];
    const held = sumBetween(component.held, at, component.held.length);
    if (grossCloses || (amount !== 0n && amount >= held)) {
      notShared[name] = close(component, at, held, amount, firstShared);
    } else if (amount !== 0n) {
      rescale(component, at, held - amount);
    }
  }
  return notShared;
}

/** The schedule holds `newTotal` from `at` on, each month in proportion to what it held. */
function rescale(component: ComponentTimeline, at: number, newTotal: bigint): void {
  const held = component.held.slice(at);
  if (held.reduce((sum, amount) => sum + amount, 0n) === 0n) {
    // Nothing held to be in proportion to: the difference belongs to the reduction's month.
    component.held[at] = valueAt(component.held, at) + newTotal;
    return;
  }
  for (const [offset, part] of cumulativeParts(newTotal, held).entries()) component.held[at + offset] = part;
}

/**
 * The schedule holds nothing from `at` on; the rest posts at `at`. A claw-back is limited to what was posted from
 * `first_month` on, because earlier months were never shared. Returns the part beyond that limit.
 */
function close(component: ComponentTimeline, at: number, held: bigint, amount: bigint, firstShared: number): bigint {
  const rest = held - amount;
  component.held.fill(0n, at);
  const posted = sharedSoFar(component, at, firstShared);
  const limited = rest < -posted ? -posted : rest;
  component.closed[at] = valueAt(component.closed, at) + limited;
  // A rest of what was held is recognised early; what goes beyond it was never deferred.
  const isRestOfHeld = held > 0n ? rest >= 0n : held < 0n && rest >= held && rest <= 0n;
  if (!isRestOfHeld) component.direct[at] = valueAt(component.direct, at) + limited;
  return rest - limited;
}

/** What the component has posted from `first_month` up to and with `at`; never less than nothing. */
function sharedSoFar(component: ComponentTimeline, at: number, firstShared: number): bigint {
  let posted = 0n;
  for (let index = Math.max(firstShared, 0); index <= at; index += 1) posted += postedAt(component, index);
  return posted > 0n ? posted : 0n;
}
