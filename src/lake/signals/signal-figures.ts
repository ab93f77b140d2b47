import { addMonths, type Month } from '../../core/month/month.ts';
import {
  type Meeting,
  SIGNAL_THRESHOLDS,
  type SignalFigures,
  type SubscriberFigures,
} from '../../core/usage/signals.ts';
import { exactPoints, type Lake, type LakeRow, sqlText } from '../engine/duckdb.ts';
import { coveringName } from '../kept/covering-files.ts';
import { inMonthSql, parquetSql } from '../kept/jobs-view.ts';
import type { Picking } from '../kept/picked-rows.ts';
import { judgedAlone } from '../usage/judged-jobs.ts';
import { type OftenCounted, oftenCounted } from '../usage/often-counted.ts';
import { jobsOfFacts } from '../usage/usage-alone.ts';
import { WORKER } from '../usage/worker-sql.ts';
import { busyDays, readBursts } from './bursts.ts';
import type { SignalQuery } from './signal-query.ts';

/**
 * A month’s credited use, with every subscriber and meeting that can be a signal: what cannot is left out here by the
 * same thresholds, and the core judges. Exact, and the same whatever of the derived files is there.
 *
 * Works on `tallies` of points-query.ts, and as there: every row is judged alone, and `corrections` put that right.
 */
export async function readSignalFigures(picking: Picking, query: SignalQuery): Promise<SignalFigures> {
  const { lake } = picking;
  const { usage, month } = query;
  const columns = 'month, subscriber, network, jobs, points';
  await lake.run(`
    CREATE TEMP TABLE subscriber_use AS
    SELECT month, subscriber, network, sum(jobs)::BIGINT AS jobs, sum(points) AS points FROM (
      SELECT ${columns} FROM ${parquetSql([usage])} WHERE kind = 'subscriber' UNION ALL SELECT ${columns} FROM ${CREDIT_CHANGES})
    WHERE month IN (${month}, ${addMonths(month, -1)}) GROUP BY ALL HAVING sum(jobs) <> 0`);
  const { files, factsOf, thresholds } = query;
  const { met, busy } = await oftenCounted(lake, files, picking.derived, factsOf, {
    met: METS,
    busy: busyDays(thresholds),
  });
  await createSought(lake, query, met);
  const bursts = await readBursts(picking, query, busy);
  return { ...(await readTotals(lake, month)), meetings: await readMeetings(picking, query), bursts };
}

/** Who asked for a credited job and who did it, of rows that are judged. Wallets in lower case. */
function creditedSql(judged: string, columns = 'points'): string {
  return `(SELECT month, subscriber_wallet AS subscriber, ${WORKER.network} AS network,
      worker_wallet AS worker, ${columns} FROM ${judged} WHERE rule IS NULL)`;
}

/** What corrects those of rows that were judged alone. */
const CREDIT_CHANGES = creditedSql('corrections', 'jobs, points');

async function readTotals(lake: Lake, month: Month): Promise<Omit<SignalFigures, 'meetings' | 'bursts'>> {
  const { shareOf, jumpOf } = SIGNAL_THRESHOLDS;
  const mostOf = shareOf > jumpOf ? shareOf : jumpOf;
  const now = `month = ${month}`;
  const [all] = await lake.rows(`
    SELECT count(DISTINCT subscriber) FILTER (${now}) AS subscribers,
      coalesce(sum(points) FILTER (${now}), 0) AS points,
      coalesce(sum(points) FILTER (NOT ${now}), 0) AS points_before FROM subscriber_use`);
  const large = await lake.rows(`
    SELECT subscriber, sum(jobs) FILTER (${now}) AS jobs, sum(points) FILTER (${now}) AS points,
      coalesce(sum(points) FILTER (NOT ${now}), 0) AS points_before
    FROM subscriber_use GROUP BY subscriber
    HAVING sum(points) FILTER (${now}) * ${mostOf} >= (SELECT sum(points) FROM subscriber_use WHERE ${now})
    ORDER BY subscriber`);
  return {
    subscribers: large.map(
      (row): SubscriberFigures => ({
        subscriber: String(row.subscriber),
        ...sumsOf(row),
        pointsBefore: exactPoints(row.points_before),
      }),
    ),
    subscriberCount: Number(all?.subscribers),
    points: exactPoints(all?.points),
    pointsBefore: exactPoints(all?.points_before),
  };
}

/** The pairs whose counts createSought needs. */
const METS: OftenCounted = {
  kind: `met-${SIGNAL_THRESHOLDS.pairJobs}`,
  of: 'worker_hash',
  least: SIGNAL_THRESHOLDS.pairJobs,
};

/**
 * `sought_pairs(subscriber, network, worker)`: those that may meet often enough. Pairs of equal hashes count together,
 * which only makes more candidates.
 *
 * @param met the counts of METS, as a Parquet file
 */
async function createSought(lake: Lake, { month }: SignalQuery, met: string): Promise<void> {
  await lake.run(`
    CREATE TEMP VIEW network_use AS
    SELECT network, sum(jobs)::BIGINT AS jobs FROM subscriber_use WHERE month = ${month} GROUP BY network`);
  await lake.run(`
    CREATE TEMP VIEW worker_use AS
    SELECT wallet AS worker, network, sum(jobs)::BIGINT AS jobs FROM tallies
    WHERE month = ${month} AND rule IS NULL GROUP BY ALL`);
  await lake.run(`
    CREATE TEMP TABLE sought_pairs AS
    SELECT subscriber, network, worker FROM (FROM ${parquetSql([met])} WHERE month = ${month}) AS met
    JOIN (SELECT hash(worker, network) AS worker_hash, * FROM worker_use) AS of_worker USING (worker_hash)
    JOIN (SELECT hash(subscriber) AS subscriber_hash, * FROM subscriber_use WHERE month = ${month}) AS of_subscriber
      USING (subscriber_hash, network)
    JOIN network_use USING (network)
    WHERE ${oftenSql('met.jobs', 'of_subscriber.jobs', 'of_worker.jobs', 'network_use.jobs')}`);
}

/**
 * The thresholds of a pair but for the exact deviation: there a thousandth is left, so that a floating-point number
 * leaves nothing out that the core would find.
 */
function oftenSql(jobs: string, ofSubscriber: string, ofWorker: string, ofAll: string): string {
  const { pairJobs, pairTimes, pairDeviations } = SIGNAL_THRESHOLDS;
  const met = `${jobs}::HUGEINT * ${ofAll}`;
  const expected = `${ofSubscriber}::HUGEINT * ${ofWorker}`;
  return `${jobs} >= ${pairJobs} AND ${met} >= ${expected} * ${pairTimes}
    AND pow((${met} - ${expected})::DOUBLE, 2) >= 0.999 * ${pairDeviations ** 2n} * (${expected})::DOUBLE * ${ofAll}`;
}

/**
 * Credited `jobs` and `points` of the month by `subscriber`, `network` and `worker` of the sought pairs, as a Parquet file.
 * Null where none is sought.
 */
async function soughtMeetings({ lake, derived }: Picking, query: SignalQuery): Promise<string | null> {
  const { files, compiled, month, factsOf } = query;
  const [sought] =
    await lake.rows(`SELECT count(*) AS pairs, sha256(string_agg(concat_ws(' ', subscriber, network, worker), ','
    ORDER BY subscriber, network, worker)) AS key FROM sought_pairs`);
  if (sought?.pairs === '0') return null;
  const covers = { inputs: files.map(({ sha256 }) => sha256), policy: compiled.key, month, pairs: sought?.key };
  return derived.ensure(coveringName('meetings', covers), async (path) => {
    const jobs = jobsOfFacts(await factsOf(files), compiled.policy.extensions);
    const met = `(FROM (FROM ${jobs} WHERE ${inMonthSql(month)} AND ${await ofFewSql(lake)}) AS jobs SEMI JOIN sought_pairs
      ON subscriber_wallet = subscriber AND worker_wallet = worker AND ${WORKER.network} = network)`;
    await lake.run(`COPY (
      SELECT subscriber, network, worker, count(*) AS jobs, sum(points) AS points
      FROM ${creditedSql(judgedAlone(met, compiled.policy))} WHERE month = ${month} GROUP BY ALL
    ) TO ${sqlText(path)} (FORMAT parquet, COMPRESSION zstd)`);
  });
}

/** Whether a row is one of a sought subscriber, where they are few: then nothing else is read of most rows. */
async function ofFewSql(lake: Lake): Promise<string> {
  const sought = await lake.rows(`SELECT DISTINCT subscriber FROM sought_pairs ORDER BY 1 LIMIT ${FEW + 1}`);
  if (sought.length > FEW) return 'true';
  return `subscriber_wallet IN (${sought.map(({ subscriber }) => sqlText(String(subscriber))).join(', ')})`;
}
const FEW = 100;

async function readMeetings(picking: Picking, query: SignalQuery): Promise<Meeting[]> {
  const { lake } = picking;
  const { month } = query;
  const kept = await soughtMeetings(picking, query);
  if (kept === null) return [];
  const columns = 'subscriber, network, worker, jobs, points';
  const found = await lake.rows(`
    SELECT met.*, of_subscriber.jobs AS subscriber_jobs, of_worker.jobs AS worker_jobs, network_use.jobs AS all_jobs
    FROM (
      SELECT subscriber, network, worker, sum(jobs)::BIGINT AS jobs, sum(points) AS points FROM (
        SELECT ${columns} FROM ${parquetSql([kept])}
        UNION ALL SELECT ${columns} FROM ${CREDIT_CHANGES} SEMI JOIN sought_pairs USING (subscriber, network, worker)
        WHERE month = ${month})
      GROUP BY ALL) AS met
    JOIN worker_use AS of_worker USING (worker, network)
    JOIN (SELECT * FROM subscriber_use WHERE month = ${month}) AS of_subscriber USING (subscriber, network)
    JOIN network_use USING (network)
    WHERE ${oftenSql('met.jobs', 'of_subscriber.jobs', 'of_worker.jobs', 'network_use.jobs')}
    ORDER BY subscriber, network, worker`);
  return found.map((row) => ({
    subscriber: String(row.subscriber),
    worker: String(row.worker),
    workerType: String(row.network),
    ...sumsOf(row),
    subscriberJobs: Number(row.subscriber_jobs),
    workerJobs: Number(row.worker_jobs),
    allJobs: Number(row.all_jobs),
  }));
}

function sumsOf(row: LakeRow): { jobs: number; points: bigint } {
  return { jobs: Number(row.jobs), points: exactPoints(row.points) };
}
