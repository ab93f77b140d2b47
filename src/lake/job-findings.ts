import type { MicroSpark } from '../core/money/micro.ts';
import type { Month } from '../core/month/month.ts';
import { compareText } from '../core/text/compare-text.ts';
import type { JobExclusionReason } from '../core/usage/exclusion-rules.ts';
import type { JobFinding } from '../core/usage/month-usage.ts';
import { ruleOf } from './compile-rules.ts';
import { exactPoints, type Lake, type LakeRow } from './duckdb.ts';
import { type JobLogFile, monthSql, ROWS_PER_FILE } from './jobs-view.ts';

/** More than this many findings of one code are told as a number. */
export const MOST_FINDINGS = 1000;

/** Jobs of one month that share a fate. */
export interface JobTotals {
  readonly month: number;
  /** Why these jobs are left out; null for credited ones. */
  readonly reason: JobExclusionReason | null;
  /** The wallet of credited jobs. */
  readonly name: string;
  readonly trialing: boolean;
  readonly jobs: number;
  readonly points: MicroSpark;
}

/**
 * The jobs of a month that need a person, sorted by code, then job id. Each cites the smallest of its rows by
 * input and line. Of each code the first 1000; one more, without a job id, then counts the rest in `rows`.
 */
export async function findingsOf(
  lake: Lake,
  month: Month,
  totals: readonly JobTotals[],
  files: readonly JobLogFile[],
): Promise<JobFinding[]> {
  const found = new Set(totals.map((each) => each.reason));
  return [
    ...(found.has('duplicate') ? await read(lake, 'job-conflict', conflicts(month), files) : []),
    ...(found.has('self-match-untestable')
      ? await read(lake, 'self-match-untestable', toldJobs(month, 'self-match-untestable'), files)
      : []),
    ...(found.has('vendor-model') ? await read(lake, 'vendor-model', toldJobs(month, 'vendor-model'), files) : []),
  ];
}

/** All rows of the job ids in conflict of which one falls in the month: the others may fall in other months. */
function conflicts(month: Month): string {
  const conflicting = 'SELECT job_id FROM repeated_ids WHERE conflict';
  return `
    SELECT job_id, count(*) AS rows, sum(render_spark) AS points, min(file_index * ${ROWS_PER_FILE} + line) AS first
    FROM jobs WHERE status_completed AND job_id IN (${conflicting}) GROUP BY job_id
    HAVING bool_or(${monthSql('instant_ms')} = ${month})`;
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
  readonly rows: number;
  readonly points: MicroSpark;
  readonly first: bigint;
}

function groupOf(row: LakeRow): GroupedJobs {
  return {
    jobId: String(row.job_id),
    model: typeof row.model_id === 'string' ? row.model_id : '',
    rows: Number(row.rows),
    points: exactPoints(row.points),
    first: BigInt(String(row.first)),
  };
}

function findingOf(code: JobFinding['code'], group: GroupedJobs, files: readonly JobLogFile[]): JobFinding {
  const { first, ...rest } = group;
  const file = files[Number(first / ROWS_PER_FILE)];
  if (file === undefined) throw new Error(`${group.jobId} stands at ${first}, beyond the ${files.length} job logs`);
  return { code, ...rest, input: file.sha256, line: Number(first % ROWS_PER_FILE) };
}
