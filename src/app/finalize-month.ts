import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Policy } from '../config/policy.ts';
import type { Gate } from '../core/close/checks/gate.ts';
import { formatExact } from '../core/money/exact-decimal.ts';
import { formatMicro } from '../core/money/micro.ts';
import { addMonths, formatMonth, type Month, monthStartMs } from '../core/month/month.ts';
import type { Posting } from '../core/revenue/posting.ts';
import { stageDirectory } from '../files/output-directory.ts';
import { reconcileDocument } from '../render/reconcile-json.ts';
import { tieDecisions } from '../store/decisions.ts';
import { insertFinalMonth, listFinalMonths, markPublished } from '../store/final-months.ts';
import { FinalPostingWriter } from '../store/final-postings.ts';
import { insertFinalSmallRows, insertFinalUsage } from '../store/final-usage.ts';
import { listImports } from '../store/imports.ts';
import type { Database } from '../store/open-store.ts';
import { reviewOf } from '../store/reviews.ts';
import { type ClosedMonth, closeMonth } from './close-month.ts';
import { monthGates } from './month-gates.ts';
import { postingFiles, shownExceptions, writeReports } from './month-reports.ts';
import type { Progress } from './progress.ts';
import { refuseBeforeFirstMonth } from './reconcile.ts';
import type { Workspace } from './workspace.ts';

export interface FinalizeRequest {
  readonly workspace: Workspace;
  readonly policy: Policy;
  readonly month: Month;
  readonly asOfMs: number;
  readonly out: string;
  readonly version: string;
  readonly progress: Progress;
  /** At least 16 hex digits of the digest that was approved. */
  readonly accept: string;
  /** Hard cap on what is distributed, micro-dollars. */
  readonly maxPool: bigint | null;
  readonly early: boolean;
  readonly by: string;
  /** True where `verify` repeats a close that was approved: neither digest nor gates are asked again. */
  readonly repeats?: boolean;
}

/** What finalize did, or why it did not. */
export type FinalizeOutcome =
  | { readonly done: 'final'; readonly document: Record<string, unknown> }
  | { readonly done: 'already-final'; readonly document: Record<string, unknown> }
  | { readonly done: 'refused'; readonly reasons: readonly string[]; readonly gates: readonly Gate[] };

const EARLY_DAYS = 30;
const DAY_MS = 24 * 3600 * 1000;

/** Ends the transaction and the staged directory of a finalize that must not go on. */
class Refused extends Error {
  readonly reasons: readonly string[];
  readonly gates: readonly Gate[];

  constructor(reasons: readonly string[], gates: readonly Gate[]) {
    super(reasons.join('; '));
    this.reasons = reasons;
    this.gates = gates;
  }
}

/**
 * R15: recomputes the month and makes it final when the approved digest is still current, every gate is ok and the cap
 * is respected: one database transaction, then one rename. Repeating it changes nothing and says so.
 */
export async function finalizeMonth(request: FinalizeRequest): Promise<FinalizeOutcome> {
  const { workspace, policy, month, out } = request;
  const { db } = workspace.store;
  refuseBeforeFirstMonth(month, policy);
  const known = (await listFinalMonths(db)).find((each) => each.month === formatMonth(month));
  if (known !== undefined) return repeated(request, known.digest, known.document);
  const stagingName = `.final-${createHash('sha256')
    .update(`${formatMonth(month)} ${request.accept}`)
    .digest('hex')
    .slice(0, 16)}`;
  const staged = stageDirectory(join(out, formatMonth(month), 'final'), stagingName);
  let committed = false;
  try {
    const document = await db.transaction().execute(async (transaction) => {
      const files = postingFiles(staged, 'final');
      const writer = new FinalPostingWriter(transaction, month);
      const take = async (posting: Posting): Promise<void> => {
        files.take(posting);
        await writer.add(posting);
      };
      const closed = await closeMonth(
        { ...workspace, store: { ...workspace.store, db: transaction } },
        policy,
        month,
        take,
        request.progress,
      );
      files.flush();
      await writer.flush();
      await refuseUnlessApproved(transaction, request, closed);
      return keepFinalMonth(transaction, request, closed, staged, stagingName);
    });
    // From here on the month is final: what is staged is its reports, and the next run gives them their name.
    committed = true;
    staged.replace();
    await markPublished(db, formatMonth(month));
    return { done: 'final', document };
  } catch (error) {
    if (!committed) staged.discard();
    if (error instanceof Refused) return { done: 'refused', reasons: error.reasons, gates: error.gates };
    throw error;
  }
}

function repeated(request: FinalizeRequest, digest: string, document: string): FinalizeOutcome {
  if (digest.startsWith(request.accept)) {
    return { done: 'already-final', document: JSON.parse(document) as Record<string, unknown> };
  }
  const reason = `${formatMonth(request.month)} is final with digest ${digest}; the digest ${request.accept} is another`;
  return { done: 'refused', reasons: [reason], gates: [] };
}

/** Digest, gates, cap and the 30 days, all reasons at once. */
async function refuseUnlessApproved(db: Database, request: FinalizeRequest, closed: ClosedMonth): Promise<void> {
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

/** Writes the final reports and everything that later months need of this one. */
async function keepFinalMonth(
  db: Database,
  request: FinalizeRequest,
  closed: ClosedMonth,
  staged: ReturnType<typeof stageDirectory>,
  stagingName: string,
): Promise<Record<string, unknown>> {
  const { month, policy } = request;
  const { close, digest, decisions, facts, usage } = closed;
  const exceptions = await shownExceptions(db, close);
  const chain = {
    previousManifest: (await listFinalMonths(db)).at(-1)?.manifestSha256 ?? null,
    early: isEarly(request),
  };
  await writeReports(db, staged, {
    close,
    digest,
    state: 'final',
    exceptions,
    decisions,
    policy: policy.written,
    version: request.version,
    chain,
  });
  staged.seal();
  const hashes = staged.hashes();
  const reports = hashes.map(({ name }) => `${formatMonth(month)}/final/${name}`);
  const document = reconcileDocument({
    close,
    digest,
    state: 'final',
    exceptions,
    reports,
    payoutDelayDays: policy.payoutDelayDays,
  });
  await insertFinalMonth(db, {
    month: formatMonth(month),
    digest,
    manifestSha256: hashes.find(({ name }) => name === 'manifest.json')?.sha256 ?? '',
    carriedOut: formatExact(close.pool.carriedOut),
    finalizedAt: new Date(request.asOfMs).toISOString(),
    finalizedBy: request.by,
    document: JSON.stringify(document),
    staged: stagingName,
  });
  const own = usage.firstMonthOwn.map((each) => ({ ...each, originalMonth: formatMonth(month) }));
  const late = usage.credited.map(({ month: originalMonth, wallet, jobs, points }) => ({
    originalMonth,
    wallet,
    jobs,
    points,
  }));
  await insertFinalUsage(db, month, [...own, ...late]);
  await insertFinalSmallRows(
    db,
    month,
    'wallet-links',
    facts.walletLinks.map((row) => JSON.stringify(row)),
  );
  await insertFinalSmallRows(
    db,
    month,
    'participation',
    (facts.participation ?? []).map((row) => JSON.stringify(row)),
  );
  await insertFinalSmallRows(
    db,
    month,
    'fx',
    facts.fx.map((row) => JSON.stringify(row)),
  );
  const logs = (await listImports(db)).filter((record) => record.kind === 'job-log');
  await insertFinalSmallRows(
    db,
    month,
    'job-log',
    logs.map(({ sha256 }) => sha256),
  );
  await tieDecisions(db, formatMonth(month));
  return document;
}
