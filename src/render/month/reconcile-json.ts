import type { ExclusionTotal } from '../../core/close/exclusion.ts';
import type { MonthClose } from '../../core/close/month-close.ts';
import type { FinalMonth } from '../../core/close/prior-periods/final-month.ts';
import { formatExact } from '../../core/money/exact-decimal.ts';
import { formatMicro } from '../../core/money/micro.ts';
import { formatMonth, payoutDue } from '../../core/month/month.ts';
import { categoryTotals } from '../../core/usage/category-totals.ts';
import type { MonthWork } from '../../core/usage/month-work.ts';
import type { Signal } from '../../core/usage/signals.ts';
import type { ShownException } from '../reports/exceptions-csv.ts';

/** What `reconcile --json` prints, and the summary beside it. */
export interface ReconcileResult {
  readonly close: MonthClose;
  readonly signals: readonly Signal[];
  readonly work: Pick<MonthWork, 'models'>;
  readonly digest: string;
  readonly state: string;
  readonly exceptions: readonly ShownException[];
  /** Names of the reports, relative to the output directory. */
  readonly reports: readonly string[];
  readonly payoutDelayDays: number;
}

/** What `reconcile --json` prints, and the books keep of a month that becomes final. Amounts are plain decimal texts. */
export function reconcileDocument(result: ReconcileResult): Record<string, unknown> {
  const { close } = result;
  const { pool } = close;
  return {
    month: formatMonth(close.month),
    state: result.state,
    net_revenue_usd: formatMicro(pool.netRevenue),
    pool_usd: formatExact(pool.pool),
    carried_in_usd: formatExact(pool.carriedIn),
    distributable_usd: formatMicro(pool.distributable),
    distributed_usd: formatMicro(pool.distributed),
    carried_out_usd: formatExact(pool.carriedOut),
    platform_usd: formatExact(pool.platform),
    wallets: pool.parts.length,
    credited_jobs: pool.parts.reduce((sum, part) => sum + part.jobs, 0),
    credited_render_spark: formatMicro(pool.parts.reduce((sum, part) => sum + part.points, 0n)),
    categories: categoryTotals(result.work).map(({ category, models, jobs, points }) => {
      return { category, models, jobs, render_spark: formatMicro(points) };
    }),
    excluded: close.exclusions.map(excludedEntry),
    exceptions: result.exceptions,
    warnings: close.warnings.length + result.signals.length,
    digest: result.digest,
    payout_due: payoutDue(close.month, result.payoutDelayDays),
    reports: result.reports,
  };
}

/** What is asked of the document that a final month was approved with. */
export interface ApprovedDocument extends Readonly<Record<string, unknown>> {
  readonly net_revenue_usd: string;
  readonly distributable_usd: string;
  readonly credited_render_spark: string;
  readonly wallets: number;
  readonly exceptions: readonly ShownException[];
  // Early versions did not write these.
  readonly pool_usd?: string;
  readonly distributed_usd?: string;
  readonly payout_due?: string;
  readonly reports?: readonly string[];
}

/** A final month's document, from the text that the books keep. */
export function approvedDocument({ document }: Pick<FinalMonth, 'document'>): ApprovedDocument {
  return JSON.parse(document) as ApprovedDocument;
}

/**
 * The document as it is printed: of the exceptions those that still need a person, with the keys of the contract. What
 * was decided stands in exceptions.csv.
 */
export function printedDocument(document: Record<string, unknown>): Record<string, unknown> {
  const exceptions = document.exceptions as readonly ShownException[];
  const open = exceptions.filter((each) => each.decision === '');
  return {
    ...document,
    exceptions: open.map(({ code, file, line, what, remedy }) => ({ code, file, line, what, remedy })),
  };
}

function excludedEntry(total: ExclusionTotal): Record<string, unknown> {
  const common = { reason: total.reason, source: total.source, rows: total.rows };
  if (!('points' in total)) return { ...common, amount_usd: formatMicro(total.amount) };
  const paidBy = total.paidBy?.map(({ paymentModel, jobs: rows, points }) => {
    return { payment_model: paymentModel, rows, render_spark: formatMicro(points) };
  });
  return { ...common, render_spark: formatMicro(total.points), ...(paidBy === undefined ? {} : { paid_by: paidBy }) };
}
