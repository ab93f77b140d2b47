import { formatMicro, type MicroUsd } from '../money/micro.ts';
import { type ChargeHistory, monthOfEvent, type Reduction, type Restoration } from '../revenue/charge-history.ts';
import type { PostedCharge } from '../revenue/posted-over-time.ts';
import { type OverReduced, sizeReductions } from '../revenue/reduction-amounts.ts';
import { withoutRestored } from '../revenue/restorations.ts';
import { instantText } from '../revenue/row-text.ts';
import type { DecisionBook } from './decision.ts';
import type { Finding } from './finding.ts';

/** What recognition could not post: the excess of reductions beyond the gross (R6), restorations of more than was taken (R7). */
export function outcomeFindings(charge: ChargeHistory, outcome: PostedCharge, decisions: DecisionBook): Finding[] {
  return [
    ...overReducedFindings(charge, outcome.overReduced, decisions),
    ...outcome.unmatchedRestorations.map((restoration) => unmatched(charge, restoration, decisions)),
  ];
}

/** The charge with what a person accepted of its reductions beyond the gross (R6). */
export function withAcceptedExcess(charge: ChargeHistory, decisions: DecisionBook): ChargeHistory {
  const isAccepted = (reduction: Reduction): boolean => {
    if (reduction.excess !== undefined) return false;
    const decided = decisions.on('over-reduced', subjectOf(charge, reduction, decisions), monthOfEvent(reduction));
    return decided?.decision === 'accept';
  };
  if (!charge.events.some((event) => event.type === 'reduction' && isAccepted(event))) return charge;
  const events = charge.events.map((event) =>
    event.type === 'reduction' && isAccepted(event) ? { ...event, excess: 'accepted' as const } : event,
  );
  return { ...charge, events };
}

/** One a refund or dispute and month, whatever number of rows it has. */
function overReducedFindings(
  charge: ChargeHistory,
  overReduced: readonly OverReduced[],
  decisions: DecisionBook,
): Finding[] {
  const found = new Map<string, { first: Reduction; excess: bigint }>();
  for (const { reduction, amounts } of overReduced) {
    if (reduction.excess === 'exchange') continue;
    const key = `${monthOfEvent(reduction)} ${reduction.sourceId}`;
    const { first, excess } = found.get(key) ?? { first: reduction, excess: 0n };
    found.set(key, { first, excess: excess + amounts.gross });
  }
  return [...found.values()].map(({ first, excess }) => ({
    code: 'over-reduced',
    subject: subjectOf(charge, first, decisions),
    month: monthOfEvent(first),
    what: `${first.kind} ${first.sourceId} goes beyond the gross of charge ${charge.id} by ${formatMicro(excess)} USD`,
    source: first.source,
  }));
}

/**
 * What a decision is about: with the amount, so that accepting one excess never accepts another, as where an earlier refund comes later. A
 * decision of an earlier version names none: it holds for whatever the excess is.
 */
function subjectOf(charge: ChargeHistory, reduction: Reduction, decisions: DecisionBook): string {
  const once = `${charge.id} ${reduction.sourceId}`;
  const full = `${once} ${formatMicro(excessOf(charge, reduction))}`;
  return decisions.subjectOf('over-reduced', monthOfEvent(reduction), { full, once });
}

/**
 * By how much the rows of a refund or dispute and month go beyond the gross, as was known when the last of them came: what comes back
 * later (R7) changes nothing of it.
 */
function excessOf(charge: ChargeHistory, first: Reduction): MicroUsd {
  const month = monthOfEvent(first);
  const isOf = (each: Reduction): boolean =>
    each.sourceId === first.sourceId && monthOfEvent(each) === month && each.excess !== 'exchange';
  const reductions = charge.events.filter((event) => event.type === 'reduction');
  const taken = reductions.reduce((sum, { amounts }) => sum + amounts.gross, 0n);
  if (taken <= charge.printed.gross) return 0n;
  const lastMs = reductions.filter(isOf).reduce((last, { atMs }) => (atMs > last ? atMs : last), first.atMs);
  const { left } = withoutRestored(
    reductions.filter(({ atMs }) => atMs <= lastMs),
    charge.events.filter((event) => event.type === 'restoration').filter(({ atMs }) => atMs <= lastMs),
  );
  return sizeReductions(charge, left).overReduced.reduce(
    (sum, { reduction, amounts }) => (isOf(reduction) ? sum + amounts.gross : sum),
    0n,
  );
}

function unmatched(charge: ChargeHistory, restoration: Restoration, decisions: DecisionBook): Finding {
  const { atMs, gross, sourceId, source } = restoration;
  const known = charge.events.some((event) => event.type === 'reduction' && event.sourceId === sourceId);
  const code = known ? 'over-restored' : 'orphan-restoration';
  const month = monthOfEvent(restoration);
  const once = `${charge.id} ${sourceId}`;
  return {
    code,
    subject: decisions.subjectOf(code, month, { full: `${once} ${instantText(atMs)} ${formatMicro(gross)}`, once }),
    month,
    what: known
      ? `the restoration of ${sourceId} is more than was taken of charge ${charge.id}`
      : `charge ${charge.id} gets ${sourceId} back, which was never taken in the data`,
    source,
  };
}
