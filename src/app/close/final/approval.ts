import { changesSince, digestObjection, objectionsTo, objectionText } from '../../../core/close/approval.ts';
import type { Gate } from '../../../core/close/checks/gate.ts';
import { formatMonth } from '../../../core/month/month.ts';
import { reconcileDocument } from '../../../render/month/reconcile-json.ts';
import { reviewOf } from '../../../store/months/reviews.ts';
import type { ComputedMonth } from '../computed-month.ts';
import { monthGates } from '../month-gates.ts';
import { shownExceptions } from '../reports/month-reports.ts';
import type { FinalizeRequest } from './finalize-request.ts';

/** Ends the transaction and the staged directory of a finalize that must not go on. */
export class Refused extends Error {
  readonly reasons: readonly string[];
  readonly gates: readonly Gate[];

  constructor(reasons: readonly string[], gates: readonly Gate[]) {
    super(reasons.join('; '));
    this.reasons = reasons;
    this.gates = gates;
  }
}

/** R15: digest, gates, cap and the 30 days, all reasons at once. @throws Refused */
export async function refuseUnlessApproved(request: FinalizeRequest, computed: ComputedMonth): Promise<void> {
  if (request.repeats === true) return;
  const { digest, close } = computed;
  const other = digestObjection(request.accept, digest);
  const changes = other === null ? [] : [other, ...(await changedSinceReview(request, computed))];
  const gates = await monthGates(computed, request.asOfMs);
  const objections = objectionsTo(request, close.pool.distributable, gates);
  const reasons = [...changes, ...objections.map((each) => objectionText(each, request.month))];
  if (reasons.length > 0) throw new Refused(reasons, gates);
}

/** What is different from the review that had the given digest. */
async function changedSinceReview(request: FinalizeRequest, computed: ComputedMonth): Promise<string[]> {
  const { context, close, digest, usage } = computed;
  const before = await reviewOf(context.db, formatMonth(request.month), request.accept);
  if (before === null) return ['no review with that digest was printed from this data directory'];
  const then = JSON.parse(before) as Record<string, unknown>;
  const now = reconcileDocument({
    close,
    digest,
    signals: usage.signals,
    work: usage.work,
    state: 'review',
    exceptions: await shownExceptions(context.db, close),
    reports: [],
    payoutDelayDays: request.policy.payoutDelayDays,
  });
  return changesSince(then, now);
}
