import { formatMicro } from '../money/micro.ts';
import { type ChargeHistory, monthOfEvent, type Reduction, type Restoration } from '../revenue/charge-history.ts';
import type { PostedCharge } from '../revenue/posted-over-time.ts';
import type { OverReduced } from '../revenue/reduction-amounts.ts';
import type { DecisionBook } from './decision.ts';
import type { Finding } from './finding.ts';

/** What recognition could not post: the excess of reductions beyond the gross (R6), restorations of more than was taken (R7). */
export function outcomeFindings(charge: ChargeHistory, outcome: PostedCharge): Finding[] {
  return [
    ...overReducedFindings(charge, outcome.overReduced),
    ...outcome.unmatchedRestorations.map((restoration) => unmatched(charge, restoration)),
  ];
}

/** The charge with what a person accepted of its reductions beyond the gross (R6). */
export function withAcceptedExcess(charge: ChargeHistory, decisions: DecisionBook): ChargeHistory {
  const isAccepted = (reduction: Reduction): boolean => {
    const decided = decisions.on('over-reduced', subjectOf(charge, reduction), monthOfEvent(reduction));
    return reduction.excess === undefined && decided?.decision === 'accept';
  };
  if (!charge.events.some((event) => event.type === 'reduction' && isAccepted(event))) return charge;
  const events = charge.events.map((event) =>
    event.type === 'reduction' && isAccepted(event) ? { ...event, excess: 'accepted' as const } : event,
  );
  return { ...charge, events };
}

/** One a refund or dispute and month, whatever number of rows it has. */
function overReducedFindings(charge: ChargeHistory, overReduced: readonly OverReduced[]): Finding[] {
  const found = new Map<string, { first: Reduction; excess: bigint }>();
  for (const { reduction, amounts } of overReduced) {
    if (reduction.excess === 'exchange') continue;
    const key = `${monthOfEvent(reduction)} ${reduction.sourceId}`;
    const { first, excess } = found.get(key) ?? { first: reduction, excess: 0n };
    found.set(key, { first, excess: excess + amounts.gross });
  }
  return [...found.values()].map(({ first, excess }) => ({
    code: 'over-reduced',
    subject: subjectOf(charge, first),
    month: monthOfEvent(first),
    what: `${first.kind} ${first.sourceId} goes beyond the gross of charge ${charge.id} by ${formatMicro(excess)} USD`,
    source: first.source,
  }));
}

function subjectOf(charge: ChargeHistory, { sourceId }: Reduction): string {
  return `${charge.id} ${sourceId}`;
}

function unmatched(charge: ChargeHistory, restoration: Restoration): Finding {
  const known = charge.events.some((event) => event.type === 'reduction' && event.sourceId === restoration.sourceId);
  return {
    code: known ? 'over-restored' : 'orphan-restoration',
    subject: `${charge.id} ${restoration.sourceId}`,
    month: monthOfEvent(restoration),
    what: known
      ? `the restoration of ${restoration.sourceId} is more than was taken of charge ${charge.id}`
      : `charge ${charge.id} gets ${restoration.sourceId} back, which was never taken in the data`,
    source: restoration.source,
  };
}
