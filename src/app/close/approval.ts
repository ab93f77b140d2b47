import { objectionsTo, reviewEndMs } from '../../core/close/approval.ts';
import type { Gate } from '../../core/close/checks/gate.ts';
import { formatMonth } from '../../core/month/month.ts';
import { utcDate } from '../../core/month/utc-date.ts';
import { reconcileDocument } from '../../render/month/reconcile-json.ts';
import { reviewOf } from '../../store/months/reviews.ts';
import type { ComputedMonth } from './computed-month.ts';
import type { FinalizeRequest } from './finalize-request.ts';
import { monthGates } from './month-gates.ts';
import { shownExceptions } from './reports/month-reports.ts';

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
  const reasons: string[] = [];
  if (!digest.startsWith(request.accept)) {
    reasons.push(`the digest ${request.accept} is not current: it is ${digest} now`);
    reasons.push(...(await changesSince(request, computed)));
  }
  const gates = await monthGates(computed, request.asOfMs);
  for (const { by, why } of objectionsTo(request, close.pool.distributable, gates)) {
    const from = `it may be made final from ${utcDate(reviewEndMs(request.month))} on`;
    reasons.push(by === 'days' ? `${why}: ${from}, with --early before` : why);
  }
  if (reasons.length > 0) throw new Refused(reasons, gates);
}

/** What is different from the review that had the given digest. */
async function changesSince(request: FinalizeRequest, computed: ComputedMonth): Promise<string[]> {
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
  return Object.keys(now)
    .filter((key) => !['digest', 'state', 'reports'].includes(key))
    .filter((key) => JSON.stringify(now[key]) !== JSON.stringify(then[key]))
    .map((key) => {
      const [before, after] = [brief(then[key]), brief(now[key])];
      return `since then ${key} changed${before === after ? '' : ` from ${before} to ${after}`}`;
    });
}

function brief(value: unknown): string {
  return Array.isArray(value) ? `${value.length} entries` : String(value);
}
