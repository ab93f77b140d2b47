import type { MicroSpark } from '../core/money/micro.ts';
import type { Month } from '../core/month/month.ts';
import { JOB_EXCLUSION_RULES } from '../core/usage/exclusion-rules.ts';
import type { JobFinding, MonthUsage, UsagePolicy } from '../core/usage/month-usage.ts';
import { ruleOf } from './compile-rules.ts';
import { exactPoints, type Lake, type LakeLimits, openLake } from './duckdb.ts';
import { findDuplicates } from './duplicate-jobs.ts';
import { findingsOf, type JobTotals } from './job-findings.ts';
import { createJobsView, type JobLogFile, monthSql } from './jobs-view.ts';
import { createJudgedView } from './judged-jobs.ts';
import { loadPolicyTables } from './policy-tables.ts';

export interface UsageQuery extends LakeLimits {
  readonly files: readonly JobLogFile[];
  readonly months: readonly Month[];
  readonly policy: UsagePolicy;
}

/**
 * The points of each asked month, in the order asked (R11, R12), over all imported job logs: duplicates are sought
 * across all files and months. Exact, and the same for any order or names of the files and any number of threads.
 */
export async function queryUsage(query: UsageQuery): Promise<MonthUsage[]> {
  const files = inInputOrder(query.files);
  if (files.length === 0 || query.months.length === 0) return query.months.map((month) => usageOf(month, [], []));
  const lake = await openLake(query);
  try {
    await loadPolicyTables(lake, query.policy);
    await createJobsView(lake, files);
    const anyDuplicates = await findDuplicates(lake);
    await createJudgedView(lake, query.policy, query.months, anyDuplicates);
    const totals = [...(await readTotals(lake, TOTALS)), ...(await readTotals(lake, WITHOUT_INSTANT))];
    const usages: MonthUsage[] = [];
    for (const month of query.months) {
      const own = totals.filter((each) => each.month === month);
      usages.push(usageOf(month, own, await findingsOf(lake, month, own, files)));
    }
    return usages;
  } finally {
    lake.close();
  }
}

/** By SHA-256, each input once: what a file is called and where it lies decides nothing. */
function inInputOrder(files: readonly JobLogFile[]): JobLogFile[] {
  const bySha = new Map(files.map((file) => [file.sha256, file] as const));
  return [...bySha.values()].sort((one, other) => (one.sha256 < other.sha256 ? -1 : 1));
}

/** One pass over the rows of the months; all sums are DECIMAL(38,6) and come back as text. */
const TOTALS = `
  SELECT month, rule, trialing, count(*) AS jobs, sum(points) AS points,
    CASE WHEN rule IS NULL THEN worker_wallet END AS name
  FROM judged GROUP BY ALL`;

/** Rows that never completed and carry no time: they fall in the month of their file's last completed row, if any. */
const WITHOUT_INSTANT = `
  SELECT month, ${ruleOf('not-completed')} AS rule, false AS trialing, jobs, points, NULL AS name
  FROM (SELECT file_index, count(*) AS jobs, sum(coalesce(render_spark, 0)) AS points
    FROM jobs WHERE instant_ms IS NULL GROUP BY file_index)
  JOIN (SELECT file_index, ${monthSql('max(instant_ms)')} AS month
    FROM jobs WHERE status_completed GROUP BY file_index) USING (file_index)`;

async function readTotals(lake: Lake, sql: string): Promise<JobTotals[]> {
  return (await lake.rows(sql)).map((row) => ({
    month: Number(row.month),
    reason: row.rule === null ? null : (JOB_EXCLUSION_RULES[Number(row.rule)]?.reason ?? null),
    name: String(row.name ?? ''),
    trialing: row.trialing === true,
    jobs: Number(row.jobs),
    points: exactPoints(row.points),
  }));
}

/** A month's usage of its totals. */
export function usageOf(month: Month, totals: readonly JobTotals[], findings: readonly JobFinding[]): MonthUsage {
  const credited = totals.filter((each) => each.reason === null);
  const byWallet = new Map<string, JobTotals[]>();
  for (const each of credited) byWallet.set(each.name, [...(byWallet.get(each.name) ?? []), each]);
  return {
    month,
    rows: sum(totals).jobs,
    wallets: [...byWallet.keys()].sort().map((wallet) => ({ wallet, ...sum(byWallet.get(wallet) ?? []) })),
    excluded: JOB_EXCLUSION_RULES.map(({ reason }) => ({
      reason,
      ...sum(totals.filter((each) => each.reason === reason)),
    })).filter((each) => each.jobs > 0),
    trialing: sum(totals.filter((each) => each.trialing && (each.reason === null || each.reason === 'trial'))),
    findings,
  };
}

function sum(totals: readonly JobTotals[]): { jobs: number; points: MicroSpark } {
  return totals.reduce((all, each) => ({ jobs: all.jobs + each.jobs, points: all.points + each.points }), {
    jobs: 0,
    points: 0n,
  });
}
