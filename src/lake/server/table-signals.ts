import { type RawBuilder, sql } from 'kysely';
import { addMonths, type Month } from '../../core/month/month.ts';
import type { UsagePolicy } from '../../core/usage/month-usage.ts';
import { SIGNAL_THRESHOLDS, type SignalFigures } from '../../core/usage/signals.ts';
import { exactPoints } from '../duckdb.ts';
import type { JobRows } from './job-rows.ts';
import { WORKER, withJudged } from './judged-rows.ts';
import type { ServerSession } from './server-session.ts';

/** Exact: no row has more than six decimals. */
const POINTS = 'CAST(sum(points) AS numeric(38, 6))';

/**
 * A month’s credited use, with every subscriber and meeting that can be a signal: as readSignalFigures gives it of job logs. The
 * server leaves out what cannot be one, so that few rows have to travel.
 *
 * @param policy its excluded models folded
 */
export async function tableSignalFigures(
  session: ServerSession,
  rows: JobRows,
  month: Month,
  policy: UsagePolicy,
): Promise<SignalFigures> {
  const credited = sql`${withJudged(rows, policy, [addMonths(month, -1), month])},
    credited AS (
      SELECT month, subscriber_wallet AS subscriber, ${sql.raw(WORKER.network)} AS network, worker_wallet AS worker, points
      FROM judged WHERE rule IS NULL AND month IS NOT NULL)`;
  return {
    ...(await readSubscribers(session, credited, month)),
    meetings: await readMeetings(session, credited, month),
  };
}

interface SubscriberRow {
  readonly subscriber: string;
  readonly jobs: string;
  readonly points: string;
  readonly before: string;
  readonly subscribers: string;
  readonly all_points: string;
  readonly all_before: string;
}

async function readSubscribers(
  session: ServerSession,
  credited: RawBuilder<unknown>,
  month: Month,
): Promise<Omit<SignalFigures, 'meetings'>> {
  const { shareOf, jumpOf } = SIGNAL_THRESHOLDS;
  const mostOf = sql.lit(Number(shareOf > jumpOf ? shareOf : jumpOf));
  const isNow = sql`month = ${sql.lit(month)}`;
  // The totals travel with every row, and alone where no subscriber is large: a left join from them.
  const found = await session.rows(sql<{ [Name in keyof SubscriberRow]: string | null }>`${credited},
    of_subscriber AS (
      SELECT subscriber, sum(CASE WHEN ${isNow} THEN 1 ELSE 0 END) AS jobs,
        sum(CASE WHEN ${isNow} THEN points ELSE 0 END) AS points, sum(CASE WHEN ${isNow} THEN 0 ELSE points END) AS before
      FROM credited GROUP BY subscriber),
    of_all AS (
      SELECT sum(CASE WHEN jobs > 0 THEN 1 ELSE 0 END) AS subscribers, sum(points) AS all_points, sum(before) AS all_before
      FROM of_subscriber)
    SELECT subscriber, jobs::text AS jobs, CAST(points AS numeric(38, 6))::text AS points,
      CAST(before AS numeric(38, 6))::text AS before, coalesce(subscribers, 0)::text AS subscribers,
      CAST(coalesce(all_points, 0) AS numeric(38, 6))::text AS all_points,
      CAST(coalesce(all_before, 0) AS numeric(38, 6))::text AS all_before
    FROM of_all LEFT JOIN of_subscriber ON jobs > 0 AND points * ${mostOf} >= all_points
    ORDER BY subscriber`);
  const [all] = found;
  return {
    subscribers: found.flatMap(({ subscriber, jobs, points, before }) =>
      subscriber === null
        ? []
        : [{ subscriber, jobs: Number(jobs), points: exactPoints(points), pointsBefore: exactPoints(before) }],
    ),
    subscriberCount: Number(all?.subscribers),
    points: exactPoints(all?.all_points),
    pointsBefore: exactPoints(all?.all_before),
  };
}

interface MeetingRow {
  readonly subscriber: string;
  readonly worker: string;
  readonly network: string;
  readonly jobs: string;
  readonly points: string;
  readonly subscriber_jobs: string;
  readonly worker_jobs: string;
  readonly all_jobs: string;
}

async function readMeetings(
  session: ServerSession,
  credited: RawBuilder<unknown>,
  month: Month,
): Promise<SignalFigures['meetings']> {
  const { pairJobs, pairTimes } = SIGNAL_THRESHOLDS;
  // numeric, which no product overflows.
  const found = await session.rows(sql<MeetingRow>`${credited},
    met AS (
      SELECT subscriber, network, worker, CAST(count(*) AS numeric) AS jobs, ${sql.raw(POINTS)} AS points
      FROM credited WHERE month = ${sql.lit(month)} GROUP BY subscriber, network, worker),
    of_subscriber AS (SELECT subscriber, network, sum(jobs) AS subscriber_jobs FROM met GROUP BY subscriber, network),
    of_worker AS (SELECT worker, network, sum(jobs) AS worker_jobs FROM met GROUP BY worker, network),
    of_network AS (SELECT network, sum(jobs) AS all_jobs FROM met GROUP BY network)
    SELECT met.subscriber, met.network, met.worker, jobs::text AS jobs, points::text AS points,
      subscriber_jobs::text AS subscriber_jobs, worker_jobs::text AS worker_jobs, all_jobs::text AS all_jobs
    FROM met
    JOIN of_subscriber ON of_subscriber.subscriber = met.subscriber AND of_subscriber.network = met.network
    JOIN of_worker ON of_worker.worker = met.worker AND of_worker.network = met.network
    JOIN of_network ON of_network.network = met.network
    WHERE jobs >= ${sql.lit(pairJobs)} AND jobs * all_jobs >= subscriber_jobs * worker_jobs * ${sql.lit(Number(pairTimes))}
    ORDER BY met.subscriber, met.network, met.worker`);
  return found.map((row) => ({
    subscriber: row.subscriber,
    worker: row.worker,
    workerType: row.network,
    jobs: Number(row.jobs),
    points: exactPoints(row.points),
    subscriberJobs: Number(row.subscriber_jobs),
    workerJobs: Number(row.worker_jobs),
    allJobs: Number(row.all_jobs),
  }));
}
