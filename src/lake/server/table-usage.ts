import { type RawBuilder, sql } from 'kysely';
import { addMonths, type Month, monthStartMs } from '../../core/month/month.ts';
import { JOB_EXCLUSION_RULES } from '../../core/usage/exclusion-rules.ts';
import type { MonthUsage, UsagePolicy } from '../../core/usage/month-usage.ts';
import { ruleOf } from '../compile-rules.ts';
import { exactPoints } from '../duckdb.ts';
import type { JobTotals } from '../job-findings.ts';
import { usageOf } from '../points-query.ts';
import type { JobRows } from './job-rows.ts';
import { withJudged } from './judged-rows.ts';
import type { ServerSession } from './server-session.ts';
import { tableFindings } from './table-findings.ts';

/**
 * The points of each asked month, in the order asked (R11, R12), over all rows of the table: the answer of queryUsage
 * over the same jobs in one file, but for places in files, which a table has not.
 */
export async function tableUsage(
  session: ServerSession,
  rows: JobRows,
  months: readonly Month[],
  policy: UsagePolicy,
): Promise<MonthUsage[]> {
  if (months.length === 0) return [];
  const judged = withJudged(rows, policy, months);
  const totals = [...(await readTotals(session, totalsSql(judged))), ...(await withoutInstant(session, rows, months))];
  const usages: MonthUsage[] = [];
  for (const month of months) {
    const own = totals.filter((each) => each.month === month);
    usages.push(usageOf(month, own, await tableFindings(session, rows, judged, month, own)));
  }
  return usages;
}

interface TotalsRow {
  readonly month: number | string;
  readonly rule: number | string | null;
  readonly name: string | null;
  readonly trialing: boolean;
  readonly jobs: string;
  readonly points: string;
}

/** Exact: no row has more than six decimals. */
const POINTS = sql.raw('CAST(sum(points) AS numeric(38, 6))::text');

function totalsSql(judged: RawBuilder<unknown>): RawBuilder<TotalsRow> {
  return sql<TotalsRow>`${judged}
    SELECT month, rule, trialing, name, count(*)::text AS jobs, ${POINTS} AS points
    FROM (SELECT month, rule, trialing, points, CASE WHEN rule IS NULL THEN worker_wallet END AS name
      FROM judged WHERE month IS NOT NULL) AS named
    GROUP BY month, rule, trialing, name`;
}

/** Rows that never completed and carry no time: as with a file, they fall in the month of the last completed row. */
async function withoutInstant(session: ServerSession, rows: JobRows, months: readonly Month[]): Promise<JobTotals[]> {
  const [last] = await session.rows(sql<{ last: string | null }>`
    SELECT max(instant_ms)::text AS last FROM ${rows.all} AS jobs WHERE status_completed`);
  const at = Number(last?.last ?? Number.NaN);
  const month = months.find((each) => monthStartMs(each) <= at && at < monthStartMs(addMonths(each, 1)));
  if (month === undefined) return [];
  const found = await readTotals(
    session,
    sql<TotalsRow>`
    SELECT ${sql.lit(month)}::integer AS month, ${sql.lit(ruleOf('not-completed'))}::integer AS rule, false AS trialing,
      NULL::text AS name, count(*)::text AS jobs, ${POINTS} AS points
    FROM (SELECT coalesce(render_spark, 0) AS points FROM ${rows.all} AS jobs WHERE instant_ms IS NULL) AS timeless
    HAVING count(*) > 0`,
  );
  return found;
}

async function readTotals(session: ServerSession, query: RawBuilder<TotalsRow>): Promise<JobTotals[]> {
  return (await session.rows(query)).map((row) => ({
    month: Number(row.month),
    reason: row.rule === null ? null : (JOB_EXCLUSION_RULES[Number(row.rule)]?.reason ?? null),
    name: row.name ?? '',
    trialing: row.trialing,
    jobs: Number(row.jobs),
    points: exactPoints(row.points),
  }));
}
