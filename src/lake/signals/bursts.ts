import { DAY_MS, HOUR_MS } from '../../core/month/durations.ts';
import { type Burst, burstLimits, KNOWN_PLANS, LEAST_OF_A_PLAN } from '../../core/usage/bursts.ts';
import type { SignalThresholds } from '../../core/usage/signal-thresholds.ts';
import { exactPoints, sqlText } from '../engine/duckdb.ts';
import { coveringName } from '../kept/covering-files.ts';
import { fileHours } from '../kept/file-hours.ts';
import { inMonthSql, monthSql, parquetSql } from '../kept/jobs-view.ts';
import type { Picking } from '../kept/picked-rows.ts';
import { judgedAlone } from '../usage/judged-jobs.ts';
import type { OftenCounted } from '../usage/often-counted.ts';
import { jobsOfFacts } from '../usage/usage-alone.ts';
import type { SignalQuery } from './signal-query.ts';

const HOURS_OF_A_DAY = DAY_MS / HOUR_MS;

/** The days whose counts readBursts needs: no day or hour of fewer jobs stands out. */
export function busyDays(thresholds: SignalThresholds): OftenCounted {
  const least = Math.min(burstLimits('day', thresholds).jobs, burstLimits('hour', thresholds).jobs);
  return { kind: `busy-days-${least}`, of: 'day', least };
}

/**
 * Days and hours of subscribers with so many credited jobs that they stand out of their plan’s. Counts that only
 * make more of them say which days may; those are then counted exactly, from the facts again.
 *
 * Works on `subscriber_use` of signal-figures.ts, and as there: rows are judged alone, and `corrections` put that right.
 *
 * @param busy the counts of busyDays, as a Parquet file
 */
export async function readBursts(picking: Picking, query: SignalQuery, busy: string): Promise<Burst[]> {
  const { lake } = picking;
  const { month } = query;
  await createPlans(query, picking);
  await lake.run(`CREATE TEMP TABLE candidates AS
    SELECT busy.subscriber_hash, day, busy.jobs, median FROM (FROM ${parquetSql([busy])} WHERE month = ${month}) AS busy
    JOIN (SELECT hash(subscriber) AS subscriber_hash, plan FROM plan_of) USING (subscriber_hash) JOIN plans USING (plan)`);
  const [any] = await lake.rows('SELECT count(*) AS n FROM candidates');
  if (any?.n === '0') return [];
  const days = await daysWithRows(picking, query);
  // An hour of a day has at most its jobs.
  const mayStandOut = (['day', 'hour'] as const).map((span) => standsOutSql(span, query, days)).join(' OR ');
  await lake.run(
    `CREATE TEMP TABLE sought_days AS SELECT DISTINCT subscriber_hash, day FROM candidates WHERE ${mayStandOut}`,
  );
  const hours = await soughtHours(picking, query);
  return hours === null ? [] : exactBursts(picking, query, hours, days);
}

/** `plan_of(subscriber, plan)`: what most of its jobs name; `plans(plan, subscribers, median)` of the month’s credited jobs, of even numbers the lower. */
async function createPlans({ usage, month }: SignalQuery, { lake }: Picking): Promise<void> {
  await lake.run(`
    CREATE TEMP TABLE plan_of AS
    SELECT subscriber, min({'less': -jobs, 'plan': plan}).plan AS plan FROM (
      SELECT subscriber, plan, sum(jobs)::BIGINT AS jobs
      FROM ${parquetSql([usage])} WHERE kind = 'subscriber' AND month = ${month} GROUP BY ALL)
    GROUP BY subscriber`);
  await lake.run(`
    CREATE TEMP TABLE plans AS
    SELECT plan, count(*) AS subscribers, list_sort(list(jobs))[(count(*) + 1) // 2] AS median FROM (
      SELECT subscriber, sum(jobs)::BIGINT AS jobs FROM subscriber_use WHERE month = ${month} GROUP BY subscriber)
    JOIN plan_of USING (subscriber) GROUP BY plan HAVING count(*) >= ${LEAST_OF_A_PLAN}`);
}

/** How many days of the month have any row. */
async function daysWithRows({ lake, derived }: Picking, { files, month }: SignalQuery): Promise<number> {
  const paths: string[] = [];
  for (const file of files) paths.push(await fileHours(lake, file, derived));
  const [found] = await lake.rows(`SELECT count(DISTINCT hour // ${HOURS_OF_A_DAY}) AS days FROM ${parquetSql(paths)}
    WHERE hour IS NOT NULL AND ${monthSql('first')} = ${month}`);
  return Number(found?.days);
}

/** As the core’s standsOut, of `jobs` and `median`. */
function standsOutSql(span: Burst['span'], { thresholds }: SignalQuery, days: number): string {
  const { jobs, times } = burstLimits(span, thresholds);
  const spans = span === 'day' ? days : days * HOURS_OF_A_DAY;
  return `(jobs >= ${jobs} AND jobs::HUGEINT * ${spans} >= ${times} * median::HUGEINT)`;
}

const COLUMNS = 'subscriber, hour, jobs, points';

/** Credited `jobs` and `points` by `subscriber` and `hour` of the sought days, as a Parquet file. Null where none is sought. */
async function soughtHours(picking: Picking, query: SignalQuery): Promise<string | null> {
  const { lake, derived } = picking;
  const { files, compiled, month, factsOf } = query;
  const [sought] = await lake.rows(`SELECT count(*) AS days, sha256(string_agg(concat_ws(' ', subscriber_hash, day), ','
    ORDER BY subscriber_hash, day)) AS key FROM sought_days`);
  if (sought?.days === '0') return null;
  const covers = { inputs: files.map(({ sha256 }) => sha256), policy: compiled.key, month, days: sought?.key };
  return derived.ensure(coveringName('hours', covers), async (path) => {
    const jobs = jobsOfFacts(await factsOf(files), compiled.policy.extensions);
    const days = `(SELECT *, hash(subscriber_wallet) AS subscriber_hash, instant_ms // ${DAY_MS} AS day
      FROM ${jobs} WHERE ${inMonthSql(month)})`;
    const sought = `(FROM ${days} SEMI JOIN sought_days USING (subscriber_hash, day))`;
    await lake.run(`COPY (
      SELECT subscriber, hour, count(*) AS jobs, sum(points) AS points
      FROM ${creditedSql(judgedAlone(sought, compiled.policy))} WHERE month = ${month} GROUP BY ALL
    ) TO ${sqlText(path)} (FORMAT parquet, COMPRESSION zstd)`);
  });
}

function creditedSql(judged: string, columns = 'points'): string {
  return `(SELECT month, subscriber_wallet AS subscriber, instant_ms // ${HOUR_MS} AS hour, ${columns} FROM ${judged} WHERE rule IS NULL)`;
}

async function exactBursts(picking: Picking, query: SignalQuery, hours: string, days: number): Promise<Burst[]> {
  const { lake } = picking;
  const { month } = query;
  await lake.run(`
    CREATE TEMP TABLE exact_hours AS
    SELECT subscriber, hour, sum(jobs)::BIGINT AS jobs, sum(points) AS points FROM (
      SELECT ${COLUMNS} FROM ${parquetSql([hours])}
      UNION ALL SELECT ${COLUMNS} FROM ${creditedSql('corrections', 'jobs, points')}
      SEMI JOIN sought_days ON subscriber_hash = hash(subscriber) AND day = hour // ${HOURS_OF_A_DAY}
      WHERE month = ${month})
    GROUP BY ALL`);
  const spans = { day: DAY_MS, hour: HOUR_MS } as const;
  const found: Burst[] = [];
  for (const span of ['day', 'hour'] as const) {
    const rows = await lake.rows(`
      SELECT subscriber, starts, jobs, points, plan, subscribers, median FROM (
        SELECT subscriber, hour // ${spans[span] / HOUR_MS} AS starts, sum(jobs)::BIGINT AS jobs, sum(points) AS points
        FROM exact_hours GROUP BY ALL)
      JOIN plan_of USING (subscriber) JOIN plans USING (plan)
      WHERE ${standsOutSql(span, query, days)} ORDER BY subscriber, starts`);
    for (const row of rows) {
      found.push({
        span,
        subscriber: String(row.subscriber),
        plan: KNOWN_PLANS[Number(row.plan) - 1] ?? '',
        fromMs: Number(row.starts) * spans[span],
        jobs: Number(row.jobs),
        points: exactPoints(row.points),
        planSubscribers: Number(row.subscribers),
        medianJobs: Number(row.median),
        days,
      });
    }
  }
  return found;
}
