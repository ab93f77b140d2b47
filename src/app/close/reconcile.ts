import { basename, join, relative } from 'node:path';
import { GATE_OF } from '../../core/close/checks/acknowledged.ts';
import type { Gate } from '../../core/close/checks/gate.ts';
import { openState } from '../../core/close/checks/month-over.ts';
import { undatedChange } from '../../core/close/checks/policy-unchanged.ts';
import { DAY_MS, HOUR_MS } from '../../core/month/durations.ts';
import { formatMonth } from '../../core/month/month.ts';
import { checkWritable } from '../../files/named-places.ts';
import { recoverDirectory, stageDirectory } from '../../files/output-directory.ts';
import { approvedDocument, reconcileDocument } from '../../render/month/reconcile-json.ts';
import type { Database } from '../../store/database/open-store.ts';
import { finalMonth } from '../../store/months/final-months.ts';
import { keepReview } from '../../store/months/reviews.ts';
import { notice } from '../books/directory/notices.ts';
import { refuseBeforeFirstMonth } from '../books/policy/first-month.ts';
import { hasFinalReports, refuseUnknownFinal } from '../books/records/known-reports.ts';
import { type ComputedMonth, computeMonth } from './computed-month.ts';
import type { CloseRequest } from './facts/close-context.ts';
import { keepReviewed, keptReview, type ReviewQuestion } from './kept-review.ts';
import { monthGates } from './month-gates.ts';
import { OverviewListener } from './reports/month-overview.ts';
import { writeReports } from './reports/month-reports.ts';
import { reportFacts } from './reports/report-facts.ts';
import { writeIndex } from './reports/reports-index.ts';
import { streamedFiles } from './reports/streamed-files.ts';
import { isAsWritten, writtenReports } from './reports/written-reports.ts';
import type { ReviewedMonth } from './reviewed-month.ts';

/** A reconciled month, and where its reports are. */
export interface ReconciledMonth extends ReviewedMonth {
  readonly directory: string;
  /** Has it kept for a run that finds nothing new. To be called when this run writes nothing into the books any more. */
  readonly keep: () => void;
}

export interface ReconcileRequest extends CloseRequest {
  readonly asOfMs: number;
  /** The output directory, usually `reports`. */
  readonly out: string;
  readonly version: string;
  /** Whether it is computed though everything is as an earlier run left it. */
  readonly anew?: boolean;
}

/**
 * What can be refused before anything is imported: a month before first_month, and a place where no reports can be
 * written.
 *
 * @throws InvalidInput before-first-month, unreadable-path
 */
export function checkRequest({ policy, month, out }: Pick<ReconcileRequest, 'policy' | 'month' | 'out'>): void {
  refuseBeforeFirstMonth(month, policy);
  checkWritable(join(out, formatMonth(month)));
}

/** R16: the same of a month that was final somewhere. @throws InvalidInput unknown-reports */
export async function checkBooks(db: Database, { month, out }: Pick<ReconcileRequest, 'month' | 'out'>): Promise<void> {
  if ((await finalMonth(db, month)) === null) await refuseUnknownFinal(db, out, month);
}

/** What a final month was approved as. */
export interface FinalDocument {
  readonly final: Record<string, unknown>;
  /** False where its reports were lost: `revshare verify` says so too. */
  readonly reportsThere: boolean;
}

/**
 * `revshare reconcile MONTH` after its import: computes an open month and writes its reports, whole or not at all.
 * A final month is never recomputed: its document comes back as it was approved, and whether its reports are there.
 *
 * @throws InvalidInput as `checkRequest`; unknown-reports
 */
export async function reconcile(request: ReconcileRequest): Promise<ReconciledMonth | FinalDocument> {
  const { month } = request;
  const { db } = request.workspace.store;
  checkRequest(request);
  const final = await finalMonth(db, month);
  if (final !== null) {
    return { final: approvedDocument(final), reportsThere: hasFinalReports(request.out, month) };
  }
  await refuseUnknownFinal(db, request.out, month);
  const state = openState(month, request.asOfMs);
  const directory = join(request.out, formatMonth(month), state);
  const question = reviewQuestion(request);
  recoverDirectory(directory);
  const kept = request.anew === true ? null : await keptReview(question);
  const isThere = kept?.version === request.version && isAsWritten(directory, kept.written);
  const known = kept !== null && isThere ? kept : await writeMonth({ ...request, ...question }, state, directory);
  if (known.policyChange !== null) notice(`${known.policyChange} (gate policy-unchanged)`);
  await writeIndex(request.out);
  return {
    ...known,
    directory,
    keep: () => {
      if (known !== kept) keepReviewed(question, known);
    },
  };
}

/**
 * What decides of an open month. Gates see the clock by whole hours of an estimate, and by days of a month that is over: so
 * nothing changes within one.
 */
export function reviewQuestion(request: CloseRequest & { readonly asOfMs: number }): ReviewQuestion {
  const { workspace, policy, month, asOfMs } = request;
  const step = openState(month, asOfMs) === 'estimate' ? HOUR_MS : DAY_MS;
  const program = basename(import.meta.filename);
  return { workspace, policy, month, asOfMs: Math.floor(asOfMs / step) * step, program };
}

async function writeMonth(
  request: ReconcileRequest,
  state: 'estimate' | 'review',
  directory: string,
): Promise<ReviewedMonth> {
  const { policy, month } = request;
  const { db } = request.workspace.store;
  const staged = stageDirectory(directory);
  try {
    const overview = new OverviewListener(month);
    const streamed = streamedFiles(staged, month, state, policy.journal, overview);
    const computed = await computeMonth(request, streamed);
    streamed.finish(computed.close);
    const gates = await monthGates(computed, request.asOfMs);
    const facts = await reportFacts(computed, {
      state,
      version: request.version,
      journal: policy.journal,
      chain: null,
      overview: await overview.result(computed, gates),
    });
    await writeReports(db, staged, facts);
    const files = staged.hashes();
    const reports = files.map(({ name }) => join(relative(request.out, directory), name).replaceAll('\\', '/'));
    const { payoutDelayDays } = policy;
    const { close, signals, work, digest, exceptions } = facts;
    const result = { close, signals, work, digest, state, exceptions, reports, payoutDelayDays };
    await keepReview(db, formatMonth(month), digest, JSON.stringify(reconcileDocument(result)));
    staged.replace();
    const { lines } = computed.reconciliation;
    const written = writtenReports(directory, files);
    return {
      ...result,
      gates,
      lines,
      policyChange: policyChangeOf(computed, gates),
      written,
      version: request.version,
    };
  } catch (error) {
    staged.discard();
    throw error;
  }
}

/** What of the policy a gate holds the month up for: whoever reads the figures should know before. */
function policyChangeOf({ context: { policy, books } }: ComputedMonth, gates: readonly Gate[]): string | null {
  if (books.lastFinal === null || gates.some(({ name, state }) => name === GATE_OF.policy && state === 'ok'))
    return null;
  return undatedChange(policy.sinceLastFinal, books.lastFinal);
}
