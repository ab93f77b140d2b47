import { monthGatesOf } from '../../core/close/checks/all-gates.ts';
import type { DayRange, Gate, RowAccount } from '../../core/close/checks/gate.ts';
import { addDaysTo } from '../../core/close/checks/month-days.ts';
import { shrunkLists } from '../../core/close/checks/shrunk-lists.ts';
import type { ImportRecord } from '../../core/close/import-record.ts';
import { microFromText } from '../../core/money/micro.ts';
import { addMonths, formatMonth, type Month } from '../../core/month/month.ts';
import { utcDate } from '../../core/month/utc-date.ts';
import { PROVIDERS } from '../../core/revenue/provider.ts';
import { type JobLogCoverage, jobLogCoverage } from '../../lake/job-gaps.ts';
import { ledgerRangeOfName } from '../../sources/stripe/ledger-range.ts';
import { finalMonth } from '../../store/final-months.ts';
import { finalWalletLists } from '../../store/final-small-rows.ts';
import { listImports } from '../../store/imports.ts';
import { keptRows } from '../../store/row-counts.ts';
import { activeSmallRows } from '../../store/small-rows.ts';
import { lakeFiles } from '../books/data-directory.ts';
import type { Workspace } from '../books/workspace.ts';
import type { CloseContext } from './close-context.ts';
import type { ComputedMonth } from './computed-month.ts';
import { controlTotalsOf } from './reconciliation/control-totals.ts';

/** Every gate of a month, in their order. Reads through the context's `db` alone: finalize asks within its transaction. */
export async function monthGates(computed: ComputedMonth, asOfMs: number): Promise<readonly Gate[]> {
  const { context, close } = computed;
  const { db, workspace, policy, month, books, decisions } = context;
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
    soldThrough: PROVIDERS.filter((provider) => policy.plans.some((plan) => plan.products[provider].length > 0)),
    marks: (await activeSmallRows(db, 'coverage')).map(({ row }) => row),
    jobGaps: table === null ? jobLogs.gaps : await table.gaps(month),
    jobGapHours: policy.close.jobGapHours,
    fluxLimit: policy.close.fluxLimit,
    previousNetRevenue: await netRevenueBefore(computed),
    fluxReason: decisions.on('flux', subject, month)?.note ?? null,
    rowAccounts: await rowAccounts(computed, imports, jobLogs),
    shrunkLists: await goneFromLists(context),
    listsReason: decisions.on('lists', subject, month)?.note ?? null,
    policyChanges: policy.sinceLastFinal,
    policyReason: decisions.on('policy', subject, month)?.note ?? null,
    controls: controlTotalsOf(computed.reconciliation),
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
  return jobLogCoverage({
    files: lakeFiles(
      workspace.data,
      imports.filter(({ kind }) => kind === 'job-log'),
    ),
    month,
    derivedDir: workspace.data.derived,
    tempDir: workspace.data.temporary,
    ...workspace.limits,
  });
}

/** Of a final month as it was approved; of an open one as computed on the way. */
async function netRevenueBefore({ context, close }: ComputedMonth): Promise<bigint | null> {
  const { db, books } = context;
  const before = addMonths(close.month, -1);
  const open = close.earlier.find((each) => each.month === before);
  if (open !== undefined) return open.pool.netRevenue;
  if (books.lastFinal !== before) return null;
  const final = await finalMonth(db, before);
  if (final === null) throw new Error(`${formatMonth(before)} is the last final month, and the books do not hold it`);
  return microFromText((JSON.parse(final.document) as { net_revenue_usd: string }).net_revenue_usd);
}

/**
 * Rows read of each input in force against the rows kept, in the database or in a job log's Parquet file, and what became
 * of those of money.
 */
async function rowAccounts(
  { context: { db }, rowFates }: ComputedMonth,
  imports: readonly ImportRecord[],
  jobLogs: JobLogCoverage,
): Promise<RowAccount[]> {
  const kept = await keptRows(db);
  return imports.map(({ id, kind, sha256, name, rows }) => {
    const stored = kept.get(id) ?? { kept: 0, inForce: 0 };
    const inLog = kind === 'job-log' ? { kept: jobLogs.rows.get(sha256) ?? 0 } : {};
    return { name, rows, ...stored, ...inLog, fates: rowFates.of(sha256) };
  });
}

async function goneFromLists({ db, books, facts }: CloseContext): Promise<string[]> {
  const { lastFinal } = books;
  return lastFinal === null ? [] : shrunkLists(lastFinal, await finalWalletLists(db, lastFinal), facts);
}
