import { type ChargeHistory, monthOfEvent, type Restoration } from '../revenue/charge-history.ts';
import type { PostedCharge } from '../revenue/posted-over-time.ts';
import type { Finding } from './finding.ts';

/** What recognition could not post: reductions beyond the gross (R6), restorations of more than was taken (R7). */
export function outcomeFindings(charge: ChargeHistory, outcome: PostedCharge): Finding[] {
  return [
    ...outcome.overReduced.map((reduction): Finding => {
      return {
        code: 'over-reduced',
        subject: `${charge.id} ${reduction.sourceId}`,
        month: monthOfEvent(reduction),
        what: `${reduction.kind} ${reduction.sourceId} goes beyond the gross of charge ${charge.id}`,
        source: reduction.source,
      };
    }),
    ...outcome.unmatchedRestorations.map((restoration) => unmatched(charge, restoration)),
  ];
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
