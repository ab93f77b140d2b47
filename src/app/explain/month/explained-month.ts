import { setImmediate } from 'node:timers/promises';
import { type MonthFigures, poolRow } from '../../../core/explanation/pool/month-figures.ts';
import { carriedOut } from '../../../core/explanation/pool/pool-cell.ts';
import { RevenueParts } from '../../../core/explanation/pool/revenue-parts.ts';
import { exactUsd } from '../../../core/explanation/tree/amount.ts';
import type { Explanation } from '../../../core/explanation/tree/explanation.ts';
import { explained, ofMonth } from '../../../core/explanation/tree/explanation.ts';
import { addMonths, formatMonth, type Month } from '../../../core/month/month.ts';
import type { EarnedPart } from '../../../core/pool/split.ts';
import { partReader } from '../../../render/reports/payouts-csv.ts';
import { postedRowReader } from '../../../render/reports/postings-csv.ts';
import type { ExplainRequest } from './explain-request.ts';
import { PostingWholes } from './posting-wholes.ts';
import { numberedRows, type ReportedMonth, reportedMonth } from './reported-month.ts';

/** A month whose figures can be explained. */
export interface ExplainedMonth {
  readonly reports: ReportedMonth;
  readonly figures: MonthFigures;
}

/**
 * Reads a month's reports as what its figures are explained from.
 *
 * @param withCarried whether to follow what it carries in into the month before
 * @throws InvalidInput damaged-reports, before-first-month
 */
export async function explainedMonth(
  request: ExplainRequest,
  month: Month,
  withCarried: boolean,
): Promise<ExplainedMonth> {
  const reports = await reportedMonth(request, month);
  const wholes = new PostingWholes(request, reports);
  const revenue = new RevenueParts(month, request.most, (posting) => wholes.of(posting));
  for await (const { columns, records, first } of numberedRows(reports, 'postings.csv')) {
    const read = postedRowReader(columns);
    for (const [at, record] of records.entries()) revenue.add(read(record, first + at));
    await setImmediate();
  }
  await wholes.read(revenue.shown());
  const { state, lines, pool } = reports;
  const parts = await partsOf(reports);
  const carriedFrom = await carriedFromOf(request, reports, withCarried);
  return { reports, figures: { month, state, lines, pool, parts, revenue, carriedFrom, most: request.most } };
}

/** The rows of payouts.csv. */
export async function partsOf(reports: ReportedMonth): Promise<EarnedPart[]> {
  const parts: EarnedPart[] = [];
  for await (const { columns, records } of numberedRows(reports, 'payouts.csv')) {
    const read = partReader(columns);
    for (const record of records) parts.push(read(record));
  }
  return parts;
}

/** What the month before carried out, as far as it is to be followed; null for a month that carries nothing in. */
async function carriedFromOf(
  request: ExplainRequest,
  { month, pool, lines }: ReportedMonth,
  withCarried: boolean,
): Promise<Explanation | null> {
  if (pool.carriedIn.isZero()) return null;
  const before = addMonths(month, -1);
  const label = `carried_out of ${formatMonth(before)}`;
  const leaf = explained({
    label,
    amount: exactUsd(pool.carriedIn),
    note: `explain pool.csv:${poolRow({ lines }, 'carried_in', 'all')} --month ${formatMonth(month)} follows it`,
  });
  if (!withCarried) return leaf;
  const { figures } = await explainedMonth(request, before, false);
  // Reported before something changed that carries on: then the reports of the two months do not meet.
  if (!figures.pool.carriedOut.equals(pool.carriedIn))
    return {
      ...leaf,
      note: `the reports of ${formatMonth(before)} say ${figures.pool.carriedOut.toFixed()}: they are of another day`,
    };
  return explained({
    label,
    amount: exactUsd(pool.carriedIn),
    rule: 'R10',
    factors: [ofMonth(carriedOut(figures), formatMonth(before))],
  });
}
