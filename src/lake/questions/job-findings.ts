import type { MicroSpark } from '../../core/money/micro.ts';
import type { Month } from '../../core/month/month.ts';
import { compareText } from '../../core/text/compare-text.ts';
import type { JobExclusionReason } from '../../core/usage/exclusion-rules.ts';
import type { JobFinding, UnlistedCode, UsagePolicy } from '../../core/usage/month-usage.ts';
import { exactPoints, type Lake, type LakeRow, sqlText } from '../engine/duckdb.ts';
import type { FactsFile } from '../kept/file-facts.ts';
import { inputSql, monthSql, ROWS_PER_FILE } from '../kept/jobs-view.ts';
import { toldMonthSql, type UndatedLogs } from '../kept/undated-logs.ts';
import type { JobLogFile } from '../reading/job-log-file.ts';
import { ruleOf } from '../usage/compile-rules.ts';
import { jobsOfFacts, monthsOfFiles } from '../usage/usage-alone.ts';
import { type JobTotals, MOST_FINDINGS } from './job-totals.ts';
import { unlistedValues } from './unlisted-values.ts';

/**
 * The jobs of a month that need a person, sorted by code, then job id. Each cites the smallest of its rows by
 * input and line. Of each code the first 1000; one more, without a job id, then counts the rest in `rows`.
 */
export async function findingsOf(
  search: FindingSearch,
  month: Month,
  totals: readonly JobTotals[],
): Promise<JobFinding[]> {
  const { lake, files } = search;
  const found = new Set(totals.map((each) => each.reason));
  return [
    ...(await read(lake, 'job-conflict', `FROM conflicts WHERE list_contains(months, ${month})`, files)),
    ...(found.has('self-match-untestable')
      ? await read(lake, 'self-match-untestable', toldJobs(month, 'self-match-untestable'), files)
      : []),
    ...(found.has('unknown-payment-model') ? await unlisted(search, month, 'unknown-payment-model', totals) : []),
    ...(found.has('unknown-status') ? await unlisted(search, month, 'unknown-status', totals) : []),
    ...(found.has('vendor-model') ? await read(lake, 'vendor-model', toldJobs(month, 'vendor-model'), files) : []),
  ];
}

/** Where findings are sought: on the tables of points-query.ts and createConflicts, and for first places among the facts. */
export interface FindingSearch {
  readonly lake: Lake;
  readonly files: readonly JobLogFile[];
  readonly factsOf: (files: readonly JobLogFile[]) => Promise<FactsFile[]>;
  readonly policy: UsagePolicy;
  readonly undated?: UndatedLogs | undefined;
}

/**
 * `conflicts`, of each job in conflict all its rows, and the `months` in which they fall: it is told in every one, also where
 * none of a month's own rows is left out, as of a job with event ids there and without one in another month.
 */
export async function createConflicts(lake: Lake): Promise<void> {
  await lake.run(`
    CREATE TEMP TABLE conflicts AS
    SELECT job_id, bool_or(counts) AS one_counts, count(*) AS rows, sum(render_spark) AS points,
      min(row_key + 1 + line_shift) AS first, list(DISTINCT ${monthSql('instant_ms')}) AS months
    FROM copies JOIN jobs USING (row_key) WHERE conflict GROUP BY job_id`);
}

/** Each value that is on no list, cited by the first row that has it and falls in the month, or is told there. */
async function unlisted(
  { lake, files, factsOf, policy, undated }: FindingSearch,
  month: Month,
  code: UnlistedCode,
  totals: readonly JobTotals[],
): Promise<JobFinding[]> {
  const column = code === 'unknown-status' ? 'unknown_status' : 'payment_model';
  const findings = unlistedValues(totals, code);
  const values = findings.map(({ jobId }) => sqlText(jobId)).join(', ');
  const told = toldMonthSql(inputSql(files), files, undated);
  const jobs = jobsOfFacts(await factsOf(files), policy.extensions);
  const places = await lake.rows(`
    SELECT ${column} AS value, min(file_index::BIGINT * ${ROWS_PER_FILE} + row_key + 1 + line_shift) AS first
    FROM ${jobs} LEFT JOIN ${monthsOfFiles(jobs)} AS files USING (file_index)
    WHERE ${column} IN (${values}) AND coalesce(${monthSql('instant_ms')}, files.month, ${told}) = ${month} GROUP BY 1`);
  const firsts = new Map(places.map(({ value, first }) => [String(value), BigInt(String(first))]));
  const least = [...firsts.values()].reduce((one, other) => (other < one ? other : one), ROWS_PER_FILE);
  return findings.map((finding) => ({ ...finding, ...placeOf(firsts.get(finding.jobId) ?? least, files) }));
}

/** Each job by itself: whoever decides about it decides about a job. */
function toldJobs(month: Month, reason: JobExclusionReason): string {
  const model = reason === 'vendor-model' ? 'min(model_id)' : 'NULL';
  return `
    SELECT job_id, ${model} AS model_id, count(*) AS rows, sum(points) AS points, min(place) AS first
    FROM told WHERE month = ${month} AND rule = ${ruleOf(reason)} GROUP BY job_id`;
}

async function read(
  lake: Lake,
  code: JobFinding['code'],
  groups: string,
  files: readonly JobLogFile[],
): Promise<JobFinding[]> {
  const sorted = `SELECT * FROM (${groups}) ORDER BY job_id`;
  const shown = (await lake.rows(`${sorted} LIMIT ${MOST_FINDINGS}`)).map(groupOf);
  // DuckDB sorts by UTF-8 bytes, the reports by code unit.
  shown.sort((one, other) => compareText(one.jobId, other.jobId));
  if (shown.length === MOST_FINDINGS) {
    const [rest] = await lake.rows(`
      SELECT '' AS job_id, count(*) AS rows, sum(points) AS points, min(first) AS first
      FROM (${sorted} OFFSET ${MOST_FINDINGS})`);
    if (rest !== undefined && rest.rows !== '0') shown.push(groupOf(rest));
  }
  return shown.map((group) => findingOf(code, group, files));
}

/** Rows that make one finding. */
interface GroupedJobs {
  readonly jobId: string;
  readonly model: string;
  readonly oneCounts: boolean;
  readonly rows: number;
  readonly points: MicroSpark;
  readonly first: bigint;
}

function groupOf(row: LakeRow): GroupedJobs {
  return {
    jobId: String(row.job_id),
    model: typeof row.model_id === 'string' ? row.model_id : '',
    oneCounts: row.one_counts === true,
    rows: Number(row.rows),
    points: exactPoints(row.points),
    first: BigInt(String(row.first)),
  };
}

function findingOf(code: JobFinding['code'], group: GroupedJobs, files: readonly JobLogFile[]): JobFinding {
  const { first, ...rest } = group;
  return { code, ...rest, ...placeOf(first, files) };
}

function placeOf(first: bigint, files: readonly JobLogFile[]): Pick<JobFinding, 'input' | 'line'> {
  const file = files[Number(first / ROWS_PER_FILE)];
  if (file === undefined) throw new Error(`a row stands at ${first}, beyond the ${files.length} job logs`);
  return { input: file.sha256, line: Number(first % ROWS_PER_FILE) };
}
