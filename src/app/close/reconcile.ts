import { basename, join, relative } from 'node:path';
import type { Policy } from '../../config/policy.ts';
import type { Gate } from '../../core/close/checks/gate.ts';
import { undatedChange } from '../../core/close/checks/policy-unchanged.ts';
import { DAY_MS, HOUR_MS } from '../../core/month/durations.ts';
import { formatMonth, type Month } from '../../core/month/month.ts';
import type { ReconciliationLine } from '../../core/reconciliation/reconciliation-line.ts';
import { checkWritable } from '../../files/named-places.ts';
import { stageDirectory } from '../../files/output-directory.ts';
import { InvalidInput, problem } from '../../problems/problem.ts';
import { type ReconcileResult, reconcileDocument } from '../../render/month/reconcile-json.ts';
import { finalMonth } from '../../store/months/final-months.ts';
import { keepReview } from '../../store/months/reviews.ts';
import { notice } from '../books/directory/notices.ts';
import { hasFinalReports, refuseUnknownFinal } from '../books/records/known-reports.ts';
import type { CloseRequest } from './close-context.ts';
import { type ComputedMonth, computeMonth, stateOf } from './computed-month.ts';
import { keepReviewed, keptReview, type WrittenReport } from './kept-review.ts';
import { monthGates } from './month-gates.ts';
import { OverviewListener } from './reports/month-overview.ts';
import { writeReports } from './reports/month-reports.ts';
import { reportFacts } from './reports/report-facts.ts';
import { writeIndex } from './reports/reports-index.ts';
import { streamedFiles } from './reports/streamed-files.ts';

/** A reconciled month: the close, its digest and state, and where its reports are. */
export interface ReconciledMonth extends ReconcileResult {
  readonly state: 'estimate' | 'review';
  /** The directory of the reports. */
  readonly directory: string;
  readonly gates: readonly Gate[];
  /** The lines of reconciliation.csv. */
  readonly lines: readonly ReconciliationLine[];
  /** Has it kept for a run that finds nothing new. To be called when this run writes nothing into the books any more. */
  readonly keep: () => void;
}

/** What of it a run that finds nothing new takes over. */
interface KeptMonth extends Omit<ReconciledMonth, 'directory' | 'keep'> {
  /** What is told of the policy; null where nothing is. */
  readonly policyChange: string | null;
  readonly written: readonly WrittenReport[];
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
    const document = JSON.parse(final.document) as Record<string, unknown>;
    return { final: document, reportsThere: hasFinalReports(request.out, month) };
  }
  await refuseUnknownFinal(db, request.out, month);
  const state = stateOf(month, request.asOfMs);
  const directory = join(request.out, formatMonth(month), state);
  const program = basename(import.meta.filename);
  const question = { ...request, asOfMs: instantOfGates(state, request.asOfMs), program };
  const kept = request.anew === true ? null : await keptReview<KeptMonth>(question, directory);
  const known = kept ?? (await writeMonth(question, state, directory));
  const { policyChange, written: _, ...done } = known;
  if (policyChange !== null) notice(`${policyChange} (gate policy-unchanged)`);
  await writeIndex(request.out);
  return {
    ...done,
    directory,
    keep: () => {
      if (kept === null) keepReviewed(question, directory, known);
    },
  };
}

/** As gates see it: whole hours decide of an estimate, days of a month that is over. So nothing changes within one. */
function instantOfGates(state: 'estimate' | 'review', asOfMs: number): number {
  const step = state === 'estimate' ? HOUR_MS : DAY_MS;
  return Math.floor(asOfMs / step) * step;
}

async function writeMonth(
  request: ReconcileRequest,
  state: 'estimate' | 'review',
  directory: string,
): Promise<KeptMonth> {
  const { policy, month } = request;
  const { db } = request.workspace.store;
  const staged = stageDirectory(directory);
  try {
    const overview = new OverviewListener(month);
    const files = streamedFiles(staged, month, state, policy.journal, overview);
    const computed = await computeMonth(request, files);
    files.finish(computed.close);
    const gates = await monthGates(computed, request.asOfMs);
    const facts = await reportFacts(computed, {
      state,
      version: request.version,
      journal: policy.journal,
      chain: null,
      overview: await overview.result(computed, gates),
    });
    await writeReports(db, staged, facts);
    const written = staged.hashes();
    const reports = written.map(({ name }) => join(relative(request.out, directory), name).replaceAll('\\', '/'));
    const { payoutDelayDays } = policy;
    const { close, signals, work, digest, exceptions } = facts;
    const result = { close, signals, work, digest, state, exceptions, reports, payoutDelayDays };
    await keepReview(db, formatMonth(month), digest, JSON.stringify(reconcileDocument(result)));
    staged.replace();
    const { lines } = computed.reconciliation;
    return { ...result, gates, lines, policyChange: policyChangeOf(computed), written };
  } catch (error) {
    staged.discard();
    throw error;
  }
}

/** What of the policy a gate holds the month up for: whoever reads the figures should know before. */
function policyChangeOf({ context }: ComputedMonth): string | null {
  const { policy, month, books, decisions } = context;
  if (books.lastFinal === null || decisions.on('policy', formatMonth(month), month) !== null) return null;
  return undatedChange(policy.sinceLastFinal, books.lastFinal);
}

/** @param remedy where another than naming a later month mends it @throws InvalidInput before-first-month */
export function refuseBeforeFirstMonth(month: Month, policy: Policy, remedy?: string): void {
  if (month >= policy.firstMonth) return;
  const message = `${formatMonth(month)} is before first_month ${formatMonth(policy.firstMonth)}`;
  throw new InvalidInput([problem('before-first-month', { file: 'revshare.yaml' }, message, remedy)]);
}
