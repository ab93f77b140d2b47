import { type ChargeHistory, monthOfEvent } from '../revenue/charge-history.ts';
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
    ...outcome.unmatchedRestorations.map((restoration): Finding => {
      return {
        code: 'over-restored',
        subject: `${charge.id} ${restoration.sourceId}`,
        month: monthOfEvent(restoration),
        what: `the restoration of ${restoration.sourceId} is more than was taken of charge ${charge.id}`,
        source: restoration.source,
      };
    }),
  ];
}
