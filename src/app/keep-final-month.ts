import { formatExact } from '../core/money/exact-decimal.ts';
import { formatMonth } from '../core/month/month.ts';
import type { OutputDirectory } from '../files/output-directory.ts';
import { reconcileDocument } from '../render/reconcile-json.ts';
import { tieDecisions } from '../store/decisions.ts';
import { insertFinalMonth, listFinalMonths } from '../store/final-months.ts';
import { insertFinalSmallRows, insertFinalUsage } from '../store/final-usage.ts';
import { listImports } from '../store/imports.ts';
import type { Database } from '../store/open-store.ts';
import { isEarly } from './approval.ts';
import type { ClosedMonth } from './close-month.ts';
import type { FinalizeRequest } from './finalize-request.ts';
import { shownExceptions, writeReports } from './month-reports.ts';
import { usageRecordOf } from './usage-record.ts';

/** Writes the final reports and everything that later months need of this one. */
export async function keepFinalMonth(
  db: Database,
  request: FinalizeRequest,
  closed: ClosedMonth,
  staged: OutputDirectory,
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
    usage: await usageRecordOf({ ...request.workspace, store: { ...request.workspace.store, db } }, policy, closed),
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
