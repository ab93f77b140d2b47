import { allPointsOf, NOBODY } from '../../../core/explanation/pool/spark-value.ts';
import { exactUsd } from '../../../core/explanation/tree/amount.ts';
import { type Explanation, explained } from '../../../core/explanation/tree/explanation.ts';
import { Exact, exactFromMicro } from '../../../core/money/exact-decimal.ts';
import { formatMicro } from '../../../core/money/micro.ts';
import { formatMonth, type Month } from '../../../core/month/month.ts';
import { monthDirectories } from '../../../files/report-months.ts';
import { partReader } from '../../../render/reports/payouts-csv.ts';
import type { ExplainRequest } from '../month/explain-request.ts';
import { numberedRows, type ReportedMonth, reportedMonth } from '../month/reported-month.ts';

/** Digits of a value that is for reading: a Spark is worth little. */
const DECIMALS = 12;

/** What one render Spark was worth in every month that was reported, up to a month: the latest first. */
export async function sparkOverMonths(request: ExplainRequest, through: Month): Promise<Explanation[]> {
  const months = monthDirectories(request.out)
    .map(({ month }) => month)
    .filter((month) => month <= through)
    .sort((a, b) => b - a);
  const nodes: Explanation[] = [];
  for (const month of months.slice(0, request.most)) nodes.push(await sparkIn(await reportedMonth(request, month)));
  if (nodes.length === 0) return [];
  return [
    explained({
      label: 'what one render Spark was worth',
      rule: 'R13',
      note: 'distributable / points of all wallets, cut for reading',
      factors: nodes,
    }),
  ];
}

async function sparkIn(reports: ReportedMonth): Promise<Explanation> {
  let points = 0n;
  for await (const { columns, records } of numberedRows(reports, 'payouts.csv')) {
    const read = partReader(columns);
    points += allPointsOf({ parts: records.map(read) });
  }
  const { distributable } = reports.pool;
  const value = points === 0n ? new Exact(0) : exactFromMicro(distributable).dividedBy(exactFromMicro(points));
  return explained({
    label: `${formatMonth(reports.month)} ${reports.state}`,
    amount: exactUsd(value.toDecimalPlaces(DECIMALS, Exact.ROUND_DOWN)),
    formula: points === 0n ? NOBODY : `${formatMicro(distributable)} / ${formatMicro(points)}`,
  });
}
