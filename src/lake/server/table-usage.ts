import { type RawBuilder, sql } from 'kysely';
import { addMonths, type Month, monthStartMs } from '../../core/month/month.ts';
import { reasonOfRule } from '../../core/usage/exclusion-rules.ts';
import type { MonthUsage, UsagePolicy } from '../../core/usage/month-usage.ts';
import type { OwnWork } from '../../core/usage/month-work.ts';
import { exactPoints } from '../duckdb.ts';
import { usageOf } from '../points-query.ts';
import { RULE_WITHOUT_INSTANT, UNLISTED_VALUE } from '../usage-alone.ts';
import type { JobRows } from './job-rows.ts';
import { type JobTally, jobTallies } from './job-tallies.ts';
import { WORKER, withJudged } from './judged-rows.ts';
import type { ServerSession } from './server-session.ts';
import { tableFindings } from './table-findings.ts';

interface UsageQuestion {
  readonly months: readonly Month[];
  /** Its excluded models folded. */
  readonly policy: UsagePolicy;
  /** The month whose jobs are asked by worker too; null for none. */
  readonly workOf: Month | null;
}

export interface TableUsage {
  readonly usages: MonthUsage[];
  readonly work: OwnWork;
}

/**
 * The points of each asked month, in the order asked (R11, R12), over all rows of the table, and one month's jobs by
 * worker: the answer of queryUsageAndWork over the same jobs in one file, but for places in files, which a table has not.
 */
export async function tableUsage(
  session: ServerSession,
  rows: JobRows,
  { months, policy, workOf }: UsageQuestion,
): Promise<TableUsage> {
  const tallies = jobTallies(workOf);
  if (months.length === 0) return { usages: [], work: tallies.work() };
  const judged = withJudged(rows, policy, months);
  // Row by row: the workers of a month are many.
  for await (const row of session.stream(talliesSql(judged, workOf))) tallies.add(tallyOf(row));
  for (const row of await withoutInstant(session, rows, months)) tallies.add(tallyOf(row));
  const totals = tallies.totals();
  const usages: MonthUsage[] = [];
  for (const month of months) {
    const own = totals.filter((each) => each.month === month);
    usages.push(usageOf(month, own, await tableFindings(session, judged, month, own)));
  }
  return { usages, work: tallies.work() };
}

interface TallyRow {
  readonly month: number | string;
  readonly rule: number | string | null;
  readonly trialing: boolean;
  readonly wallet: string | null;
  readonly network: string | null;
  readonly nft: string | null;
  readonly model: string | null;
  readonly value: string | null;
  readonly jobs: string;
  readonly points: string;
}

/** Exact: no row has more than six decimals. */
const POINTS = sql.raw('CAST(sum(points) AS numeric(38, 6))::text');

/** Workers, models and the wallets of what is left out only where they are asked for: few rows have to travel. */
function talliesSql(judged: RawBuilder<unknown>, workOf: Month | null): RawBuilder<TallyRow> {
  const isAsked = workOf === null ? sql`false` : sql`month = ${sql.lit(workOf)}`;
  const ofWork = (column: string): RawBuilder<unknown> =>
    sql`CASE WHEN rule IS NULL AND ${isAsked} THEN ${sql.raw(column)} END`;
  return sql<TallyRow>`${judged}
    SELECT month, rule, trialing, wallet, network, nft, model, value, count(*)::text AS jobs, ${POINTS} AS points
    FROM (SELECT month, rule, trialing, points,
        CASE WHEN rule IS NULL OR ${isAsked} THEN worker_wallet END AS wallet,
        ${ofWork(WORKER.network)} AS network, ${ofWork(WORKER.nft)} AS nft, ${ofWork('model_id')} AS model, ${sql.raw(UNLISTED_VALUE)} AS value
      FROM judged WHERE month IS NOT NULL) AS named
    GROUP BY month, rule, trialing, wallet, network, nft, model, value`;
}

/** Rows that did not complete and carry no time: as with a file, they fall in the month of the last completed row, or else last row. */
async function withoutInstant(session: ServerSession, rows: JobRows, months: readonly Month[]): Promise<TallyRow[]> {
  const [last] = await session.rows(sql<{ last: string | null }>`
    SELECT coalesce(max(CASE WHEN status_completed THEN instant_ms END), max(instant_ms))::text AS last
    FROM ${rows.all} AS jobs`);
  const at = Number(last?.last ?? Number.NaN);
  const month = months.find((each) => monthStartMs(each) <= at && at < monthStartMs(addMonths(each, 1)));
  if (month === undefined) return [];
  return session.rows(sql<TallyRow>`
    SELECT ${sql.lit(month)}::integer AS month, ${sql.raw(RULE_WITHOUT_INSTANT)} AS rule, false AS trialing,
      wallet, NULL::text AS network, NULL::text AS nft, NULL::text AS model, unknown_status AS value, count(*)::text AS jobs, ${POINTS} AS points
    FROM (SELECT worker_wallet AS wallet, unknown_status, coalesce(render_spark, 0) AS points
      FROM ${rows.all} AS jobs WHERE instant_ms IS NULL) AS timeless
    GROUP BY wallet, unknown_status`);
}

function tallyOf(row: TallyRow): JobTally {
  return {
    month: Number(row.month),
    reason: row.rule === null ? null : reasonOfRule(Number(row.rule)),
    trialing: row.trialing,
    wallet: row.wallet,
    network: row.network ?? '',
    nft: row.nft ?? '',
    model: row.model ?? '',
    value: row.value ?? '',
    jobs: Number(row.jobs),
    points: exactPoints(row.points),
  };
}
