import { basename } from 'node:path';
import type { Month } from '../../core/month/month.ts';
import { compareText } from '../../core/text/compare-text.ts';
import { JOB_EXCLUSION_RULES, reasonOfRule } from '../../core/usage/exclusion-rules.ts';
import { walletsWithJobs } from '../../core/usage/largest-jobs.ts';
import type { JobFinding, MonthUsage, PaidElsewhere } from '../../core/usage/month-usage.ts';
import { NO_WORK } from '../../core/usage/month-work.ts';
import { NO_FIGURES } from '../../core/usage/signals.ts';
import type { MonthLook } from '../../core/usage/usage-look.ts';
import { exactPoints, type Lake } from '../engine/duckdb.ts';
import { parquetSql, placesSql, ROWS_PER_FILE } from '../kept/jobs-view.ts';
import { toldMonthSql, type UndatedLogs } from '../kept/undated-logs.ts';
import { readSignalFigures } from '../signals/signal-figures.ts';
import { compilePolicy, TOLD_RULES, usageAlone, WORKER_SQL } from '../usage/usage-alone.ts';
import { inInputOrder, type LogsQuery, withExaminedLogs } from './examined-logs.ts';
import { createConflicts, findingsOf } from './job-findings.ts';
import { type JobTotals, sumOf } from './job-totals.ts';
import { keptAnswer, type UsageAnswer } from './kept-answer.ts';
import { readLargestJobs } from './largest-jobs.ts';
import { readWork } from './points-by-worker.ts';
import { refundedJobs } from './refunded-jobs.ts';
import { twinLogs } from './twin-logs.ts';

export interface UsageQuery extends LogsQuery {
  readonly months: readonly Month[];
  /** Where rows are told that are of no month; nowhere without it. */
  readonly undated?: UndatedLogs | undefined;
}

/**
 * The points of each asked month, in the order asked (R11, R12), over all imported job logs: duplicates are sought
 * across all files and months. Exact, and the same for any order or names of the files, any number of threads, and
 * whatever of the derived files is there.
 *
 * All rows are added up as if no job were repeated or withheld. Those for which that may be wrong are
 * examined together: of those for which it is, what they were counted as alone is taken away, and what they are together is added.
 */
export async function queryUsage(query: UsageQuery): Promise<MonthUsage[]> {
  return (await queryUsageAndWork(query, null)).usages;
}

/** As `queryUsage`, and of the month that is looked at the jobs by worker, model and reason, and by subscriber. */
export async function queryUsageAndWork(query: UsageQuery, look: MonthLook | null): Promise<UsageAnswer> {
  const files = inInputOrder(query.files);
  if (files.length === 0 || query.months.length === 0) {
    return nothingBut(query.months.map((month) => usageOf(month, [], [])));
  }
  const { months, policy, derived, undated } = query;
  return keptAnswer(derived, { files, months, look, policy, undated, program: basename(import.meta.filename) }, () =>
    answer({ ...query, files }, look),
  );
}

function answer(query: UsageQuery, look: MonthLook | null): Promise<UsageAnswer> {
  return withExaminedLogs(query, async ({ lake, picking, files, factsOf }) => {
    const compiled = compilePolicy(query.policy);
    const usage = await usageAlone(picking, files, compiled, factsOf);
    await createTotals(lake, { files, usage, undated: query.undated });
    await createConflicts(lake);
    const totals = await readTotals(lake, query.months);
    const usages: MonthUsage[] = [];
    for (const month of query.months) {
      const own = totals.filter((each) => each.month === month);
      usages.push(usageOf(month, own, await findingsOf({ ...query, lake, files, factsOf }, month, own)));
    }
    if (look === null) return nothingBut(usages);
    const { month, thresholds } = look;
    const figures = await readSignalFigures(picking, { files, usage, compiled, month, thresholds, factsOf });
    const looked = usages.find((usage) => usage.month === month);
    const wallets = walletsWithJobs(looked?.wallets ?? []);
    const largest = await readLargestJobs(picking, { files, month, policy: query.policy, wallets, factsOf });
    const twins = await twinLogs(lake, { files, month, rows: looked?.rows ?? 0, factsOf });
    const refunded = await refundedJobs(picking, { files, month, policy: query.policy, factsOf });
    return { usages, work: await readWork(lake, look), figures, largest, twins, refunded };
  });
}

/** Usage without a month that is looked at. */
function nothingBut(usages: MonthUsage[]): UsageAnswer {
  return { usages, work: NO_WORK, figures: NO_FIGURES, largest: [], twins: [], refunded: null };
}

/** What totals are made of. */
interface Totalling extends Pick<UsageQuery, 'files' | 'undated'> {
  /** The file that usageAlone wrote. */
  readonly usage: string;
}

/**
 * `tallies`, exact sums by month, rule, trialing, wallet and, of credited jobs, worker and model, those of no month apart as
 * `undated`; `totals`, the same by credited wallet; `told`, the jobs that a person is told of.
 */
async function createTotals(lake: Lake, { files, usage, undated }: Totalling): Promise<void> {
  const rowsAlone = parquetSql([usage]);
  const keys = 'month, rule, trialing, wallet, network, nft, model, value';
  await lake.run(`
    CREATE TEMP TABLE tallies AS
    SELECT ${keys}, false AS undated, sum(jobs) AS jobs, sum(points) AS points FROM (
      SELECT ${keys}, jobs, points FROM ${rowsAlone} WHERE kind = 'tally'
      UNION ALL SELECT month, rule, trialing, ${WORKER_SQL}, jobs, points FROM corrections)
    GROUP BY ALL HAVING sum(jobs) <> 0`);
  await lake.run(`
    INSERT INTO tallies BY NAME
    SELECT ${toldMonthSql('input', files, undated)} AS month, rule, false AS trialing, wallet, value, true AS undated, jobs, points
    FROM ${rowsAlone} WHERE kind = 'undated'`);
  await lake.run(`
    CREATE TEMP VIEW totals AS
    SELECT month, rule, trialing, undated, CASE WHEN rule IS NULL THEN wallet ELSE value END AS name, sum(jobs) AS jobs,
      sum(points) AS points
    FROM tallies GROUP BY ALL`);
  await lake.run(`
    CREATE TEMP VIEW told AS
    SELECT month, rule, job_id, model_id, points, place * ${ROWS_PER_FILE} + line AS place
    FROM ${rowsAlone} JOIN ${placesSql(files)} USING (input)
    WHERE kind = 'told' AND place * ${ROWS_PER_FILE} + row NOT IN (SELECT row_key FROM jobs)
    UNION ALL SELECT month, rule, job_id, model_id, points, row_key + 1 + line_shift
    FROM judged WHERE rule IN (${TOLD_RULES})`);
}

async function readTotals(lake: Lake, months: readonly Month[]): Promise<JobTotals[]> {
  return (await lake.rows(`FROM totals WHERE month IN (${months.join(', ')})`)).map((row) => ({
    month: Number(row.month),
    reason: row.rule === null ? null : reasonOfRule(Number(row.rule)),
    name: String(row.name ?? ''),
    trialing: row.trialing === true,
    undated: row.undated === true,
    jobs: Number(row.jobs),
    points: exactPoints(row.points),
  }));
}

/** A month's usage of its totals. */
function usageOf(month: Month, totals: readonly JobTotals[], findings: readonly JobFinding[]): MonthUsage {
  const credited = totals.filter((each) => each.reason === null);
  const byWallet = new Map<string, JobTotals[]>();
  for (const each of credited) byWallet.set(each.name, [...(byWallet.get(each.name) ?? []), each]);
  return {
    month,
    rows: sumOf(totals.filter((each) => !each.undated)).jobs,
    wallets: [...byWallet.keys()].sort().map((wallet) => ({ wallet, ...sumOf(byWallet.get(wallet) ?? []) })),
    excluded: JOB_EXCLUSION_RULES.map(({ reason }) => {
      const own = totals.filter((each) => each.reason === reason);
      return { reason, ...sumOf(own), ...(reason === 'not-subscription' ? { paidBy: byPaymentModel(own) } : {}) };
    }).filter((each) => each.jobs > 0),
    trialing: sumOf(totals.filter((each) => each.trialing && (each.reason === null || each.reason === 'trial'))),
    findings,
  };
}

/** Jobs that are paid elsewhere, by what paid them; sorted. */
function byPaymentModel(totals: readonly JobTotals[]): PaidElsewhere[] {
  const models = [...new Set(totals.map(({ name }) => name))].sort(compareText);
  return models.map((paymentModel) => ({
    paymentModel,
    ...sumOf(totals.filter(({ name }) => name === paymentModel)),
  }));
}
