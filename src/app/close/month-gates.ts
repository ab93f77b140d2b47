import { monthGatesOf } from '../../core/close/checks/all-gates.ts';
import type { Gate, GateInput, RowAccount } from '../../core/close/checks/gate.ts';
import { shrunkLists } from '../../core/close/checks/shrunk-lists.ts';
import type { ImportRecord } from '../../core/close/inputs/import-record.ts';
import type { InputKind } from '../../core/close/inputs/input-kind.ts';
import { microFromText } from '../../core/money/micro.ts';
import { addMonths, formatMonth, type Month, monthEndMs, monthStartMs } from '../../core/month/month.ts';
import { PROVIDERS } from '../../core/revenue/provider.ts';
import { jobDays } from '../../lake/questions/job-days.ts';
import { type JobLogCoverage, jobLogCoverage } from '../../lake/questions/job-gaps.ts';
import { approvedDocument } from '../../render/month/reconcile-json.ts';
import { replacedBy } from '../../sources/kinds.ts';
import { OPENING_KIND } from '../../sources/small/opening-charge.ts';
import { listImports } from '../../store/inputs/imports.ts';
import { countByProvider, keptRows } from '../../store/inputs/row-counts.ts';
import { activeSmallRows } from '../../store/inputs/small-rows.ts';
import { finalMonth } from '../../store/months/final-months.ts';
import { finalWalletLists } from '../../store/months/final-small-rows.ts';
import { askingLogs } from '../books/logs/job-log-files.ts';
import type { Workspace } from '../books/opening/workspace.ts';
import type { ComputedMonth } from './computed-month.ts';
import type { CloseContext } from './facts/close-context.ts';
import { coverageMarks } from './facts/coverage-marks.ts';
import { controlTotalsOf } from './reconciliation/control-totals.ts';

/** Every gate of a month, in their order. */
export async function monthGates(computed: ComputedMonth, asOfMs: number): Promise<readonly Gate[]> {
  return monthGatesOf(await gateInput(computed, asOfMs), computed.context.decisions);
}

/** What the gates of a month look at. Reads through the context's `db` alone: finalize asks within its transaction. */
export async function gateInput(computed: ComputedMonth, asOfMs: number): Promise<GateInput> {
  const { context, close } = computed;
  const { db, workspace, policy, month, books } = context;
  const taken = await listImports(db);
  const imports = taken.filter((record) => record.active);
  const jobLogs = await coverageOfJobLogs(workspace, imports, month);
  const jobs = await jobCompleteness(computed, imports, jobLogs);
  return {
    month,
    firstMonth: policy.firstMonth,
    asOfMs,
    close,
    books,
    imports: imports.map((record) => ({ ...record, covers: context.ledgerCovers.get(record.id) ?? null })),
    soldThrough: PROVIDERS.filter((provider) => policy.plans.some((plan) => plan.products[provider].length > 0)),
    soldByTheYear: PROVIDERS.filter((provider) =>
      policy.plans.some((plan) => plan.term === 'annual' && plan.products[provider].length > 0),
    ),
    expects: policy.expects,
    onceInForce: kindsOnceInForce(taken),
    openings: await countByProvider(db, OPENING_KIND),
    balanceSummaries: computed.reconciliation.balanceSummaries,
    marks: await coverageMarks(db, imports, asOfMs),
    ...jobs,
    jobGapHours: policy.close.jobGapHours,
    fluxLimit: policy.close.fluxLimit,
    previousNetRevenue: await netRevenueBefore(computed),
    shrunkLists: [...(await goneFromLists(context)), ...computed.goneEntries],
    policyChanges: policy.sinceLastFinal,
    controls: controlTotalsOf(computed.reconciliation),
    rowAccounts: await rowAccounts(computed, imports, jobLogs),
  };
}

function coverageOfJobLogs(
  workspace: Workspace,
  imports: readonly ImportRecord[],
  month: Month,
): Promise<JobLogCoverage> {
  return askingLogs(workspace, logsAmong(imports), (from) => jobLogCoverage({ ...from, month }));
}

/** What is asked of the job log: of imported files, or of the table of usage.source. */
async function jobCompleteness(
  { context, close }: ComputedMonth,
  imports: readonly ImportRecord[],
  jobLogs: JobLogCoverage,
): Promise<Pick<GateInput, 'jobGaps' | 'jobHours' | 'jobControl' | 'loggedDays'>> {
  const { db, workspace, policy, month } = context;
  const table = await workspace.tables.of(db, policy, workspace.limits);
  const { gaps, hours } = table === null ? jobLogs : await table.coverage(month);
  const jobControl = (await activeSmallRows(db, 'usage-control')).map(({ row }) => row);
  const found = { jobGaps: gaps, jobHours: hours, jobControl };
  if (jobControl.length === 0) return { ...found, loggedDays: [] };
  const span = { fromMs: monthStartMs(close.earlier[0]?.month ?? month), beforeMs: monthEndMs(month) };
  const extensions = policy.listExtensions;
  const days =
    table === null
      ? askingLogs(workspace, logsAmong(imports), (from) => jobDays({ ...from, extensions }, span))
      : table.days(span, extensions);
  return { ...found, loggedDays: await days };
}

function logsAmong(imports: readonly ImportRecord[]): ImportRecord[] {
  return imports.filter(({ kind }) => kind === 'job-log');
}

/** Kinds of files that people write of which one was taken, or used by a final month; a replaced one counts. */
function kindsOnceInForce(taken: readonly ImportRecord[]): InputKind[] {
  return [...new Set(taken.map(({ kind }) => kind).filter((kind) => replacedBy(kind).what === 'files'))];
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
  return microFromText(approvedDocument(final).net_revenue_usd);
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
