import { MONEY_EXCLUSIONS } from '../../../core/close/exclusion.ts';
import { movedByJobs, movedByMoney } from '../../../core/explanation/pool/exclusion-moves.ts';
import { sparkValueOf } from '../../../core/explanation/pool/spark-value.ts';
import { type Amount, counted, spark, usd } from '../../../core/explanation/tree/amount.ts';
import { type Explanation, explained } from '../../../core/explanation/tree/explanation.ts';
import { cellIn, type ExplainedRow, microIn, textIn } from '../../../core/explanation/tree/report-row.ts';
import { placeOf } from '../../../core/explanation/wallets/wallet-jobs.ts';
import { microFromText } from '../../../core/money/micro.ts';
import { formatMonth, type Month } from '../../../core/month/month.ts';
import { rulesOf } from '../../../core/policy/dated-rules.ts';
import { PROVIDERS } from '../../../core/revenue/provider.ts';
import { countOf } from '../../../core/text/count-of.ts';
import type { AskedJob } from '../../../core/usage/asked-job.ts';
import { JOB_EXCLUSION_RULES } from '../../../core/usage/exclusion-rules.ts';
import { rowsLeftOut } from '../../close/facts/charge-histories.ts';
import { leftOutTogether } from '../jobs/job-question.ts';
import { jobsOfMonth } from '../jobs/jobs-of-month.ts';
import type { ExplainRequest } from '../month/explain-request.ts';
import { partsOf } from '../month/explained-month.ts';
import { judgedAsReported, numberedRows, type ReportedMonth, reportedMonth } from '../month/reported-month.ts';

/** Explains a row of exclusions.csv: the rows that a reason left out, and what it moved. */
export async function exclusionRow(
  request: ExplainRequest,
  reports: ReportedMonth,
  excluded: ExplainedRow,
  column: string | null,
): Promise<Explanation | null> {
  const { cells } = excluded;
  if (column === 'reason' || column === 'source') return null;
  const reason = cells.get('reason') ?? '';
  const source = cells.get('source') ?? '';
  const rule = JOB_EXCLUSION_RULES.find((each) => each.reason === reason);
  const rows = Number(textIn(excluded, 'rows'));
  const common = {
    label: `${reason} of ${source}`,
    amount: amountIn(excluded, column ?? 'rows'),
    cell: cellIn(excluded, column ?? 'rows'),
  };
  if (rule !== undefined && source === 'job-log') {
    const figures = { pool: reports.pool, parts: await partsOf(reports) };
    const question = { by: 'reason', reason: rule.reason, month: reports.month, most: request.most } as const;
    const jobs = await jobsOfMonth(request, reports, question);
    const moved = movedByJobs(microFromText(cells.get('render_spark') ?? '0'), sparkValueOf(figures));
    return explained({
      ...common,
      formula: column === 'render_spark' ? `what its rows name; ${moved}` : moved,
      note: rule.because,
      rule: 'R11',
      ...(column === 'render_spark'
        ? { parts: sparkParts(jobs, microIn(excluded, column), rows) }
        : { factors: withOthers(leftOutTogether(figures, jobs), rows) }),
    });
  }
  const amount = cells.get('amount_usd') ?? '';
  const share = rulesOf(reports.manifest.policy, reports.month).share;
  return explained({
    ...common,
    formula: amount === '' ? 'no amount is known of it' : movedByMoney(microFromText(amount), share),
    note: MONEY_EXCLUSIONS[reason as keyof typeof MONEY_EXCLUSIONS] ?? '',
    rule: 'R4',
    factors: withOthers(await moneyRows(request, reports, reason, source), rows),
  });
}

/** The Spark of the rows that are shown, and of those beside them: together the row's. */
function sparkParts(jobs: readonly AskedJob[], whole: bigint, rows: number): Explanation[] {
  const shown = jobs.map((job) =>
    explained({ label: `job ${job.jobId} left out`, amount: spark(job.points), rule: 'R11', ...placeOf(job) }),
  );
  const [more, rest] = [rows - jobs.length, jobs.reduce((left, { points }) => left - points, whole)];
  if (more <= 0 && rest === 0n) return shown;
  const label = countOf(more, 'more row');
  return [...shown, explained({ label, amount: spark(rest), note: '--rows N shows more of them' })];
}

function amountIn(row: ExplainedRow, column: string): Amount {
  if (column === 'rows') return counted(Number(textIn(row, column)), 'rows');
  return column === 'render_spark' ? spark(microIn(row, column)) : usd(microIn(row, column));
}

/** Every row of exclusions.csv with what it moved: what the pool, or the wallets, would have without the reason. */
export async function allExclusions(request: ExplainRequest, month: Month): Promise<Explanation[]> {
  const reports = await reportedMonth(request, month);
  const value = sparkValueOf({ pool: reports.pool, parts: await partsOf(reports) });
  const nodes: Explanation[] = [];
  for await (const { columns, records, first } of numberedRows(reports, 'exclusions.csv')) {
    for (const [index, record] of records.entries()) {
      const cell = (column: string): string => record[columns.get(column) ?? -1] ?? '';
      const amount = cell('amount_usd');
      const moved = cell('source') === 'job-log' ? movedByJobs(microFromText(cell('render_spark')), value) : null;
      nodes.push(
        explained({
          label: `${cell('reason')} of ${cell('source')}`,
          amount: counted(Number(cell('rows')), 'rows'),
          formula:
            moved ??
            (amount === '' ? 'no amount is known of it' : movedByMoney(microFromText(amount), reports.pool.share)),
          cell: { file: 'exclusions.csv', row: first + index, column: 'rows' },
        }),
      );
    }
  }
  const name = formatMonth(month);
  if (nodes.length === 0) return [explained({ label: `${name} left nothing out` })];
  const note = 'explain exclusions.csv:ROW lists the rows of one';
  return [explained({ label: `what ${name} left out, and what it moved`, note, factors: nodes })];
}

/** The first rows of money that a reason left out in the month. */
async function moneyRows(
  request: ExplainRequest,
  reports: ReportedMonth,
  reason: string,
  source: string,
): Promise<Explanation[]> {
  const found: Explanation[] = [];
  const provider = PROVIDERS.find((each) => each === source);
  if (provider === undefined) return found;
  for await (const row of rowsLeftOut(judgedAsReported(request, reports), { provider, reason })) {
    found.push(explained({ label: `${row.kind} ${row.name}`, source: row.source }));
    if (found.length === request.most) return found;
  }
  return found;
}

/** The rows that are shown, and how many there are beside them. */
function withOthers(shown: readonly Explanation[], rows: number): Explanation[] {
  const more = rows - shown.length;
  if (shown.length === 0 || more <= 0) return [...shown];
  return [...shown, explained({ label: countOf(more, 'more row'), note: '--rows N shows more of them' })];
}
