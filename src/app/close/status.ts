import { acknowledgedSubject, GATE_OF } from '../../core/close/checks/acknowledged.ts';
import type { Gate } from '../../core/close/checks/gate.ts';
import { openState } from '../../core/close/checks/month-over.ts';
import type { Acknowledged } from '../../core/close/decision.ts';
import { formatMonth } from '../../core/month/month.ts';
import type { MonthStatus, Status } from '../../render/month/status.ts';
import type { Database } from '../../store/database/open-store.ts';
import { listImports } from '../../store/inputs/imports.ts';
import { insertDecision, listDecisions, withdrawDecision } from '../../store/months/decisions.ts';
import { finalMonth, listFinalMonths } from '../../store/months/final-months.ts';
import { refuseBeforeFirstMonth } from '../books/policy/first-month.ts';
import { computeMonth, NO_LISTENER } from './computed-month.ts';
import type { CloseRequest } from './facts/close-context.ts';
import { keptReview } from './kept-review.ts';
import { monthGates } from './month-gates.ts';
import { reviewQuestion } from './reconcile.ts';
import type { ReviewedMonth } from './reviewed-month.ts';

/** What the data directory holds. */
export async function statusOf(db: Database): Promise<Status> {
  return { imports: await listImports(db), finalMonths: await listFinalMonths(db) };
}

export interface MonthStatusRequest extends CloseRequest {
  readonly asOfMs: number;
}

/**
 * Every gate of an open month, as it is computed now, or was where nothing changed since; nothing is written. A final month is not computed again.
 *
 * @throws InvalidInput when the month is before first_month
 */
export async function statusOfMonth(request: MonthStatusRequest): Promise<MonthStatus> {
  const { workspace, policy, month, asOfMs } = request;
  refuseBeforeFirstMonth(month, policy);
  const final = await finalMonth(workspace.store.db, month);
  if (final !== null) return { state: 'final', final };
  const { digest, gates } = (await keptReview(reviewQuestion(request))) ?? (await computedGates(request));
  return { state: openState(month, asOfMs), month: formatMonth(month), digest, gates, atMs: asOfMs };
}

async function computedGates(request: MonthStatusRequest): Promise<Pick<ReviewedMonth, 'digest' | 'gates'>> {
  const computed = await computeMonth(request, NO_LISTENER);
  return { digest: computed.digest, gates: await monthGates(computed, reviewQuestion(request).asOfMs) };
}

/** A person's reason for what a gate holds against a month. */
export interface Acknowledgement {
  readonly code: Acknowledged;
  readonly reason: string;
  readonly by: string;
}

/** What became of an acknowledgement: its gate must be open, otherwise there is nothing to acknowledge. */
export interface Acknowledging {
  readonly status: MonthStatus;
  readonly refused: readonly string[];
}

/**
 * Keeps reasons as decisions of the month (part of its digest), each for what its gate says now and in place of an earlier one, and says
 * what the gates are with them.
 */
export async function acknowledge(
  request: MonthStatusRequest,
  reasons: readonly Acknowledgement[],
): Promise<Acknowledging> {
  const before = await statusOfMonth(request);
  if (before.state === 'final') return { status: before, refused: ['the month is final: nothing of it changes'] };
  const { month, asOfMs, workspace } = request;
  const gateOf = (code: Acknowledged): Gate | undefined => before.gates.find(({ name }) => name === GATE_OF[code]);
  const refused = reasons.flatMap(({ code }) => notAcknowledged(gateOf(code), code));
  if (refused.length > 0) return { status: before, refused };
  const at = new Date(asOfMs).toISOString();
  await workspace.store.db.transaction().execute(async (transaction) => {
    const earlier = (await listDecisions(transaction)).filter((each) => each.month === month);
    for (const { code, reason, by } of reasons) {
      for (const each of earlier) if (each.code === code) await withdrawDecision(transaction, each);
      const subject = acknowledgedSubject(gateOf(code)?.needsReason?.facts ?? [], month);
      await insertDecision(transaction, { code, subject, month, decision: 'accept', note: reason, by, at });
    }
  });
  return { status: await statusOfMonth(request), refused: [] };
}

function notAcknowledged(gate: Gate | undefined, code: Acknowledged): string[] {
  if (gate?.needsReason !== undefined) return [];
  if (gate?.state === 'blocked') return [`no reason opens the gate ${gate.name}: ${gate.why}. ${gate.remedy}`];
  return [`the gate ${GATE_OF[code]} is not open: there is nothing to acknowledge`];
}
