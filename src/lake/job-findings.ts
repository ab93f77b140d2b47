import type { Month } from '../core/month/month.ts';
import type { JobFinding, MonthUsage } from '../core/usage/month-usage.ts';
import { ruleOf } from './compile-rules.ts';
import { exactPoints, type Lake, type LakeRow } from './duckdb.ts';
import { type JobLogFile, monthSql, ROWS_PER_FILE } from './jobs-view.ts';

/** More than this many findings of one code are told as a number. */
const MOST_FINDINGS = 1000;
/** The smallest input and line, as one number that sorts as the pair does. */
const FIRST_ROW = `min(file_index * ${ROWS_PER_FILE} + line)`;

/**
 * The jobs of a month that need a person, sorted by code, then job id or model. Each cites the smallest of its rows by
 * input and line. Of each code the first 1000; one more, without a job id, then counts the rest in `rows`.
 */
export async function findingsOf(lake: Lake, usage: MonthUsage, files: readonly JobLogFile[]): Promise<JobFinding[]> {
  const found = new Set(usage.excluded.map((each) => each.reason));
  const findings: JobFinding[] = [];
  if (found.has('duplicate')) findings.push(...(await read(lake, 'job-conflict', conflicts(usage.month), files)));
  if (found.has('self-match-untestable')) {
    findings.push(...(await read(lake, 'self-match-untestable', untestable(usage.month), files)));
  }
  if (found.has('vendor-model')) findings.push(...(await read(lake, 'vendor-model', vendorModels(usage.month), files)));
  return findings;
}

/** All rows of the job ids in conflict of which one falls in the month: the others may fall in other months. */
function conflicts(month: Month): string {
  const conflicting = 'SELECT job_id FROM repeated_ids WHERE conflict';
  return `
    SELECT job_id, '' AS model, count(*) AS rows, sum(render_spark) AS points, ${FIRST_ROW} AS first
    FROM jobs WHERE status_completed AND job_id IN (${conflicting}) GROUP BY job_id
    HAVING bool_or(${monthSql('instant_ms')} = ${month})`;
}

function untestable(month: Month): string {
  return `
    SELECT job_id, '' AS model, count(*) AS rows, sum(points) AS points, ${FIRST_ROW} AS first
    FROM judged WHERE month = ${month} AND rule = ${ruleOf('self-match-untestable')} GROUP BY job_id`;
}

function vendorModels(month: Month): string {
  return `
    SELECT '' AS job_id, model_id AS model, count(*) AS rows, sum(points) AS points, ${FIRST_ROW} AS first
    FROM judged WHERE month = ${month} AND rule = ${ruleOf('vendor-model')} GROUP BY model_id`;
}

async function read(
  lake: Lake,
  code: JobFinding['code'],
  groups: string,
  files: readonly JobLogFile[],
): Promise<JobFinding[]> {
  const sorted = `SELECT * FROM (${groups}) ORDER BY job_id, model`;
  const shown = await lake.rows(`${sorted} LIMIT ${MOST_FINDINGS}`);
  const findings = shown.map((row) => findingOf(code, row, files));
  // DuckDB sorts by UTF-8 bytes, the reports by code unit.
  findings.sort((one, other) => compare(one.jobId, other.jobId) || compare(one.model, other.model));
  if (shown.length < MOST_FINDINGS) return findings;
  const [rest] = await lake.rows(`
    SELECT '' AS job_id, '' AS model, count(*) AS rows, sum(points) AS points, min(first) AS first
    FROM (${sorted} OFFSET ${MOST_FINDINGS})`);
  if (rest !== undefined && Number(rest['rows']) > 0) findings.push(findingOf(code, rest, files));
  return findings;
}

function findingOf(code: JobFinding['code'], row: LakeRow, files: readonly JobLogFile[]): JobFinding {
  const first = BigInt(String(row['first']));
  return {
    code,
    jobId: String(row['job_id']),
    model: String(row['model']),
    rows: Number(row['rows']),
    points: exactPoints(row['points']),
    input: files[Number(first / ROWS_PER_FILE)]?.sha256 ?? '',
    line: Number(first % ROWS_PER_FILE),
  };
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
