import type { Policy } from '../../config/policy.ts';
import { monthGatesOf } from '../../core/close/checks/all-gates.ts';
import type { CoverageMark, DayRange, Gate, RowAccount } from '../../core/close/checks/gate.ts';
import { addDaysTo } from '../../core/close/checks/month-days.ts';
import { shrunkLists, type WalletLists } from '../../core/close/checks/shrunk-lists.ts';
import { microOf } from '../../core/money/micro.ts';
import { addMonths, formatMonth, type Month } from '../../core/month/month.ts';
import { utcDate } from '../../core/month/utc-date.ts';
import { type JobLogCoverage, jobLogCoverage } from '../../lake/job-gaps.ts';
import type { CoverageRow } from '../../sources/small/coverage-file.ts';
import { ledgerRangeOfName } from '../../sources/stripe/ledger-range.ts';
import { listFinalMonths } from '../../store/final-months.ts';
import { type ImportRecord, listImports } from '../../store/imports.ts';
import type { Database } from '../../store/open-store.ts';
import { keptRows } from '../../store/row-counts.ts';
import { activeSmallRows } from '../../store/small-rows.ts';
import { lakeFile } from '../books/data-directory.ts';
import type { Workspace } from '../books/workspace.ts';
import type { ClosedMonth } from './close-month.ts';
import { controlTotalsOf } from './reconciliation/control-totals.ts';
import { linksOf } from './usage/late-jobs.ts';

/** Every gate of a month, in their order. Reads through `db` alone: finalize asks within its transaction. */
export async function monthGates(
  db: Database,
  workspace: Workspace,
  policy: Policy,
  month: Month,
  asOfMs: number,
  closed: ClosedMonth,
): Promise<readonly Gate[]> {
  const { close, books, decisions } = closed;
  const imports = (await listImports(db)).filter((record) => record.active);
  const jobLogs = await coverageOfJobLogs(workspace, imports, month);
  const table = await workspace.tables.of(db, policy);
  const subject = formatMonth(month);
  return monthGatesOf({
    month,
    firstMonth: policy.firstMonth,
    asOfMs,
    close,
    books,
    imports: imports.map((record) => ({ ...record, covers: ledgerDays(record) })),
    soldThrough: (['stripe', 'apple', 'google'] as const).filter((provider) =>
      policy.plans.some((plan) => plan.products[provider].length > 0),
    ),
    marks: (await activeSmallRows(db, 'coverage')).map(({ body }): CoverageMark => JSON.parse(body) as CoverageRow),
    jobGaps: table === null ? jobLogs.gaps : await table.gaps(month),
    jobGapHours: policy.close.jobGapHours,
    fluxLimit: policy.close.fluxLimit,
    previousNetRevenue: await netRevenueBefore(db, closed),
    fluxReason: decisions.on('flux', subject, month)?.note ?? null,
    rowAccounts: await rowAccounts(db, imports, jobLogs),
    shrunkLists: await goneFromLists(db, closed),
    listsReason: decisions.on('lists', subject, month)?.note ?? null,
    controls: controlTotalsOf(closed.reconciliation),
    controlsReason: decisions.on('controls', subject, month)?.note ?? null,
  });
}

/**
 * Whole UTC days that a ledger file covers: the range in its name, without the first and last day when they are days
 * of another zone; else the days on which its rows begin and end.
 */
function ledgerDays({ kind, name, firstMs, lastMs }: ImportRecord): DayRange | null {
  if (kind !== 'stripe-ledger') return null;
  const named = ledgerRangeOfName(name);
  if (named !== null) {
    const { from, to, inUtc } = named;
    return inUtc ? { from, to } : { from: addDaysTo(from, 1), to: addDaysTo(to, -1) };
  }
  return firstMs === null || lastMs === null ? null : { from: utcDate(firstMs), to: utcDate(lastMs) };
}

function coverageOfJobLogs(
  workspace: Workspace,
  imports: readonly ImportRecord[],
  month: Month,
): Promise<JobLogCoverage> {
  const files = imports
    .filter((record) => record.kind === 'job-log')
    .map(({ sha256 }) => ({ path: lakeFile(workspace.data, sha256), sha256 }));
  return jobLogCoverage({
    files,
    month,
    derivedDir: workspace.data.derived,
    tempDir: workspace.data.temporary,
    ...workspace.limits,
  });
}

/** Of a final month as it was approved; of an open one as computed on the way. */
async function netRevenueBefore(db: Database, { close, books }: ClosedMonth): Promise<bigint | null> {
  const before = addMonths(close.month, -1);
  const open = close.earlier.find((each) => each.month === before);
  if (open !== undefined) return open.pool.netRevenue;
  if (books.lastFinal !== before) return null;
  const final = (await listFinalMonths(db)).find((each) => each.month === formatMonth(before));
  const { net_revenue_usd } = JSON.parse(final?.document ?? '{}') as { net_revenue_usd?: string };
  return microOf(net_revenue_usd ?? '');
}

/** Rows read of each input in force against the rows kept: in the database, or in a job log's Parquet file. */
async function rowAccounts(
  db: Database,
  imports: readonly ImportRecord[],
  jobLogs: JobLogCoverage,
): Promise<RowAccount[]> {
  const kept = await keptRows(db);
  return imports.map(({ id, kind, sha256, name, rows }) => {
    return { name, rows, kept: (kind === 'job-log' ? jobLogs.rows.get(sha256) : kept.get(id)) ?? 0 };
  });
}

async function goneFromLists(db: Database, { books, facts }: ClosedMonth): Promise<string[]> {
  if (books.lastFinal === null) return [];
  const used: WalletLists = await linksOf(db, formatMonth(books.lastFinal));
  return shrunkLists(books.lastFinal, used, facts);
}
