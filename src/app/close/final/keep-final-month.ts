import { isEarly } from '../../../core/close/approval.ts';
import { formatExact } from '../../../core/money/exact-decimal.ts';
import { formatMonth, type Month } from '../../../core/month/month.ts';
import type { OutputDirectory } from '../../../files/output-directory.ts';
import { reconcileDocument } from '../../../render/month/reconcile-json.ts';
import type { Database } from '../../../store/database/open-store.ts';
import { listImports } from '../../../store/inputs/imports.ts';
import { activeSmallRows } from '../../../store/inputs/small-rows.ts';
import { tieDecisions } from '../../../store/months/decisions.ts';
import { insertFinalEarned } from '../../../store/months/final-earned.ts';
import { insertFinalManifest } from '../../../store/months/final-manifests.ts';
import { insertFinalMonth, listFinalMonths } from '../../../store/months/final-months.ts';
import { insertFinalSmallRows } from '../../../store/months/final-small-rows.ts';
import { insertFinalUsage } from '../../../store/months/final-usage.ts';
import { chainHead } from '../../../store/payouts/payout-acts.ts';
import type { ComputedMonth } from '../computed-month.ts';
import { keepDeferred } from '../facts/closed-books.ts';
import type { SmallFacts } from '../facts/small-facts.ts';
import type { MonthOverview } from '../reports/month-overview.ts';
import { writeReports } from '../reports/month-reports.ts';
import { reportFacts } from '../reports/report-facts.ts';
import { type FinalizeRequest, OtherManifest } from './finalize-request.ts';

/**
 * Writes the final reports and everything that later months need of this one.
 *
 * @param request its workspace is that of the transaction
 * @param overview what its page tells
 */
export async function keepFinalMonth(
  request: FinalizeRequest,
  computed: ComputedMonth,
  staged: OutputDirectory,
  stagingName: string,
  overview: MonthOverview,
): Promise<Record<string, unknown>> {
  const { month, policy, asOfMs } = request;
  const { context, close, digest } = computed;
  const { db } = context;
  const chain = {
    previousManifest: (await listFinalMonths(db)).at(-1)?.manifestSha256 ?? null,
    early: isEarly(month, asOfMs),
    acts: request.acts === undefined ? await chainHead(db) : request.acts,
  };
  const { recordedPage, says } = request;
  const how = {
    state: 'final',
    version: request.version,
    journal: policy.journal,
    chain,
    overview: recordedPage === null ? null : overview,
  };
  const reported = await reportFacts(computed, how);
  const manifest = await writeReports(
    db,
    staged,
    { ...reported, ...(says === undefined ? {} : { says }), ...(recordedPage == null ? {} : { recordedPage }) },
    request.publishes,
  );
  staged.seal();
  const hashes = staged.hashes();
  const manifestSha256 = manifestHash(hashes);
  const { expectedManifest = manifestSha256 } = request;
  if (manifestSha256 !== expectedManifest) throw new OtherManifest(manifestSha256, expectedManifest);
  const reports = hashes.map(({ name }) => `${formatMonth(month)}/final/${name}`);
  const document = reconcileDocument({ ...reported, reports, payoutDelayDays: policy.payoutDelayDays });
  await insertFinalMonth(db, {
    month,
    digest,
    manifestSha256,
    carriedOut: formatExact(close.pool.carriedOut),
    finalizedAt: new Date(asOfMs).toISOString(),
    finalizedBy: request.by,
    document: JSON.stringify(document),
    staged: stagingName,
  });
  await insertFinalManifest(db, month, manifest);
  await keepCredits(db, month, computed);
  await keepSmallRows(db, month, context.facts);
  await keepDeferred(db, month, close.deferral.rollforward);
  const controls = new Set(computed.reconciliation.compared.map(({ sha256 }) => sha256));
  await insertFinalSmallRows(db, month, 'controls', [...controls]);
  await tieDecisions(db, formatMonth(month));
  return document;
}

function manifestHash(hashes: ReturnType<OutputDirectory['hashes']>): string {
  const manifest = hashes.find(({ name }) => name === 'manifest.json');
  if (manifest === undefined) {
    throw new Error(`the final reports hold no manifest.json, only ${hashes.map(({ name }) => name).join(', ')}`);
  }
  return manifest.sha256;
}

/** What the month credited, and what it gave each wallet. */
async function keepCredits(db: Database, month: Month, { usage, close }: ComputedMonth): Promise<void> {
  const own = usage.firstMonthOwn.map((points) => ({ originalMonth: month, ...points }));
  const late = usage.credited.map(({ month: originalMonth, wallet, jobs, points }) => {
    return { originalMonth, wallet, jobs, points };
  });
  await insertFinalUsage(db, month, [...own, ...late]);
  await insertFinalEarned(db, month, close.pool.parts);
}

/** The small rows that the month used, and the payees of its approval: a change of them is told before a payment (R17). */
async function keepSmallRows(db: Database, month: Month, facts: SmallFacts): Promise<void> {
  const logs = (await listImports(db)).filter((record) => record.kind === 'job-log').map(({ sha256 }) => sha256);
  const payees = (await activeSmallRows(db, 'payees')).map(({ row }) => row);
  await insertFinalSmallRows(db, month, 'wallet-links', facts.walletLinks);
  await insertFinalSmallRows(db, month, 'participation', facts.participation ?? []);
  await insertFinalSmallRows(db, month, 'empty-list', facts.participation?.length === 0 ? ['participation'] : []);
  await insertFinalSmallRows(db, month, 'fx', facts.fx);
  await insertFinalSmallRows(db, month, 'payees', payees);
  await insertFinalSmallRows(db, month, 'job-log', logs);
}
