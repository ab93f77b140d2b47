import { DAY_MS } from '../../core/month/durations.ts';
import { utcDate } from '../../core/month/utc-date.ts';
import type { CreditedJobs, CreditedQuestion } from '../../core/usage/credited-jobs.ts';
import type { UsagePolicy } from '../../core/usage/month-usage.ts';
import { exactPoints, type Lake, type LakeLimits, type LakeRow, openLake, sqlText } from '../engine/duckdb.ts';
import { type FactsFile, factsSql } from '../kept/file-facts.ts';
import { inMonthSql, parquetSql } from '../kept/jobs-view.ts';
import { placedSql } from '../kept/log-rows.ts';
import { withPickedRows } from '../kept/picked-rows.ts';
import { judgedAlone } from '../usage/judged-jobs.ts';
import { jobsOfFacts } from '../usage/usage-alone.ts';
import { judgedRows, type LogsQuery, withExaminedLogs } from './examined-logs.ts';

/** The credited jobs of a month, among all logs that it is computed from. */
export interface CreditedJobsQuery extends LogsQuery {
  readonly asked: CreditedQuestion;
}

/**
 * Writes the jobs of a month that are credited (R11, R12), as they are counted, as a Parquet file in the order of wallets,
 * and of days where they are summed by day: one question, however many wallets there are. For `creditedJobsIn`.
 */
export async function writeCreditedJobs(query: CreditedJobsQuery, target: string): Promise<void> {
  const { policy, asked } = query;
  if (query.files.length === 0) return writeNothing(query, target);
  await withExaminedLogs(query, async ({ lake, picking, files, factsOf }) => {
    const write = (rows: string): Promise<void> => writeRows(lake, rows, target);
    if (asked.by === 'day') return write(daysSql(await factsOf(files), policy, asked));
    const places = await placesOf(asked, () => factsOf(files));
    const rows = (of: string): Promise<void> => write(jobsSql(of, policy, asked));
    return places === null ? rows(placedSql(files)) : withPickedRows(picking, files, places, rows);
  });
}

async function writeNothing(limits: LakeLimits, target: string): Promise<void> {
  const lake = await openLake(limits);
  try {
    await writeRows(lake, `SELECT ''::VARCHAR AS wallet, 0::DECIMAL(38,6) AS points WHERE false`, target);
  } finally {
    lake.close();
  }
}

function writeRows(lake: Lake, rows: string, target: string): Promise<void> {
  return lake.run(`COPY (${rows}) TO ${sqlText(target)} (FORMAT parquet, COMPRESSION zstd)`);
}

/** As usage is counted: every row alone, and what corrects that. */
function daysSql(facts: readonly FactsFile[], policy: UsagePolicy, { month, wallet }: CreditedQuestion): string {
  const columns = 'worker_wallet, instant_ms, month, rule, points';
  return `
    SELECT worker_wallet AS wallet, (instant_ms // ${DAY_MS})::INTEGER AS day, sum(jobs)::BIGINT AS jobs, sum(points) AS points FROM (
      SELECT ${columns}, 1 AS jobs FROM ${judgedAlone(jobsOfFacts(facts, policy.extensions), policy)}
      UNION ALL SELECT ${columns}, jobs FROM corrections)
    WHERE rule IS NULL AND month = ${month}${ofWallet(wallet)}
    GROUP BY ALL HAVING sum(jobs) <> 0 ORDER BY wallet, day`;
}

function jobsSql(rows: string, policy: UsagePolicy, { month, wallet }: CreditedQuestion): string {
  return `
    SELECT worker_wallet AS wallet, (instant_ms // ${DAY_MS})::INTEGER AS day, 1::BIGINT AS jobs, points, job_id, model_id AS model
    FROM ${judgedRows(rows, policy)} WHERE rule IS NULL AND month = ${month}${ofWallet(wallet)} ORDER BY wallet`;
}

/** Of one wallet only the lines of the month that name it are read; null where all are. */
async function placesOf(
  { month, wallet }: CreditedQuestion,
  factsOf: () => Promise<FactsFile[]>,
): Promise<string | null> {
  if (wallet === null) return null;
  return `SELECT file_index, row, id_hash FROM ${factsSql(await factsOf())} WHERE ${inMonthSql(month)}${ofWallet(wallet)}`;
}

function ofWallet(wallet: string | null): string {
  return wallet === null ? '' : ` AND worker_wallet = ${sqlText(wallet)}`;
}

/** The rows of a file of `writeCreditedJobs`, in its order, all of a wallet together. */
export async function* creditedJobsIn(path: string, limits: LakeLimits): AsyncGenerator<CreditedJobs[]> {
  const lake = await openLake(limits);
  try {
    const result = await lake.connection.stream(`FROM ${parquetSql([path])}`);
    // A month has few days, and each many rows.
    const days = new Map<number, string>();
    const dateOf = (day: number): string => {
      const known = days.get(day) ?? utcDate(day * DAY_MS);
      days.set(day, known);
      return known;
    };
    let own: CreditedJobs[] = [];
    for await (const rows of result.yieldRowObjectJson()) {
      for (const row of rows as LakeRow[]) {
        const job = { ...jobsIn(row), day: dateOf(Number(row.day)) };
        if (own.length > 0 && own[0]?.wallet !== job.wallet) {
          yield own;
          own = [];
        }
        own.push(job);
      }
    }
    if (own.length > 0) yield own;
  } finally {
    lake.close();
  }
}

function jobsIn({ wallet, jobs, points, job_id, model }: LakeRow): Omit<CreditedJobs, 'day'> {
  return {
    wallet: String(wallet),
    jobs: Number(jobs),
    points: exactPoints(points),
    jobId: String(job_id ?? ''),
    model: String(model ?? ''),
  };
}
