import type { Gate } from '../../core/close/checks/gate.ts';
import { formatMicro } from '../../core/money/micro.ts';
import { DAY_MS } from '../../core/month/durations.ts';
import { addMonths, formatMonth, monthStartMs } from '../../core/month/month.ts';
import { reconcileDocument } from '../../render/reconcile-json.ts';
import type { Database } from '../../store/open-store.ts';
import { reviewOf } from '../../store/reviews.ts';
import type { ClosedMonth } from './close-month.ts';
import type { FinalizeRequest } from './finalize-request.ts';
import { monthGates } from './month-gates.ts';
import { shownExceptions } from './reports/month-reports.ts';

const EARLY_DAYS = 30;

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

/** Digest, gates, cap and the 30 days, all reasons at once. */
export async function refuseUnlessApproved(db: Database, request: FinalizeRequest, closed: ClosedMonth): Promise<void> {
  if (request.repeats === true) return;
  const reasons: string[] = [];
  if (!closed.digest.startsWith(request.accept)) {
    reasons.push(`the digest ${request.accept} is not current: it is ${closed.digest} now`);
    reasons.push(...(await changesSince(db, request, closed)));
  }
  const gates = await monthGates(db, request.workspace, request.policy, request.month, request.asOfMs, closed);
  for (const gate of gates) if (gate.state !== 'ok') reasons.push(`gate ${gate.name} is ${gate.state}: ${gate.why}`);
  const { distributable } = closed.close.pool;
  if (request.maxPool !== null && distributable > request.maxPool) {
    reasons.push(
      `${formatMicro(distributable)} would be distributed, more than --max-pool ${formatMicro(request.maxPool)}`,
    );
  }
  if (isEarly(request) && !request.early) {
    reasons.push(`less than ${EARLY_DAYS} days have passed since the month ended: --early makes it final all the same`);
  }
  if (reasons.length > 0) throw new Refused(reasons, gates);
}

/** Whether less than 30 days have passed since the month ended (R15). */
export function isEarly({ month, asOfMs }: Pick<FinalizeRequest, 'month' | 'asOfMs'>): boolean {
  return asOfMs < monthStartMs(addMonths(month, 1)) + EARLY_DAYS * DAY_MS;
}

/** What is different from the review that had the given digest. */
async function changesSince(db: Database, request: FinalizeRequest, closed: ClosedMonth): Promise<string[]> {
  const before = await reviewOf(db, formatMonth(request.month), request.accept);
  if (before === null) return ['no review with that digest was printed from this data directory'];
  const then = JSON.parse(before) as Record<string, unknown>;
  const exceptions = await shownExceptions(db, closed.close);
  const now = reconcileDocument({
    ...closed,
    signals: closed.usage.signals,
    state: 'review',
    exceptions,
    reports: [],
    payoutDelayDays: request.policy.payoutDelayDays,
  });
  return Object.keys(now)
    .filter((key) => !['digest', 'state', 'reports'].includes(key))
    .filter((key) => JSON.stringify(now[key]) !== JSON.stringify(then[key]))
    .map((key) => `since then ${key} changed from ${brief(then[key])} to ${brief(now[key])}`);
}

function brief(value: unknown): string {
  return Array.isArray(value) ? `${value.length} entries` : String(value);
}
