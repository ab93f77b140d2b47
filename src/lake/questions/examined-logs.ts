import type { UsagePolicy } from '../../core/usage/month-usage.ts';
import { type Lake, type LakeLimits, openLake } from '../engine/duckdb.ts';
import type { DerivedFiles } from '../kept/derived-files.ts';
import { type FactsFile, filesWithFacts } from '../kept/file-facts.ts';
import { ROWS_PER_FILE, withStatuses } from '../kept/jobs-view.ts';
import type { Picking } from '../kept/picked-rows.ts';
import type { JobLogFile } from '../reading/job-log-file.ts';
import { createExaminedJobs } from '../usage/examined-jobs.ts';
import { judgedAlone, judgeTogether } from '../usage/judged-jobs.ts';
import { loadPolicyTables } from '../usage/policy-tables.ts';

/** Logs, and what of a policy says which of their jobs have to be looked at together. */
export interface RepeatedQuery extends LakeLimits {
  readonly derived: DerivedFiles;
  readonly files: readonly JobLogFile[];
  readonly policy: Pick<UsagePolicy, 'withheldJobs' | 'extensions'>;
}

/** Logs, and the policy by which their rows are judged. */
export interface LogsQuery extends RepeatedQuery {
  readonly policy: UsagePolicy;
}

/** Logs of which repeated and withheld jobs are examined: the table `jobs`. */
export interface ExaminedLogs {
  readonly lake: Lake;
  readonly picking: Picking;
  /** In input order. */
  readonly files: readonly JobLogFile[];
  readonly factsOf: (files: readonly JobLogFile[]) => Promise<FactsFile[]>;
}

/** Does something with logs whose repeated jobs are known, on a DuckDB of its own. */
export async function withRepeatedJobs<Result>(
  query: RepeatedQuery,
  work: (logs: ExaminedLogs) => Promise<Result>,
): Promise<Result> {
  const { policy, derived, tempDir } = query;
  const files = inInputOrder(query.files);
  const lake = await openLake(query);
  try {
    const picking = { lake, derived, tempDir };
    const factsOf = (of: readonly JobLogFile[]): Promise<FactsFile[]> =>
      filesWithFacts(lake, of, derived, query.threads);
    await createExaminedJobs(picking, files, policy, factsOf);
    return await work({ lake, picking, files, factsOf });
  } finally {
    lake.close();
  }
}

/** The same with what judgeTogether gives. */
export function withExaminedLogs<Result>(
  query: LogsQuery,
  work: (logs: ExaminedLogs) => Promise<Result>,
): Promise<Result> {
  return withRepeatedJobs(query, async (logs) => {
    await loadPolicyTables(logs.lake, query.policy);
    await judgeTogether(logs.lake, query.policy);
    return work(logs);
  });
}

/** SQL of rows of placedSql, each judged with its job (R11), as judgedAlone has them; all that were examined are among them. */
export function judgedRows(rows: string, policy: UsagePolicy): string {
  return `(FROM judged UNION ALL BY NAME FROM ${judgedAlone(keyedRows(rows, policy), policy)}
    WHERE row_key NOT IN (SELECT row_key FROM jobs))`;
}

/** Rows of placedSql with the key that `jobs` has of them. */
export function keyedRows(rows: string, { extensions }: UsagePolicy): string {
  return withStatuses(`(SELECT *, file_index * ${ROWS_PER_FILE} + row AS row_key FROM ${rows})`, extensions);
}

/** By SHA-256, each input once: what a file is called and where it lies decides nothing. */
export function inInputOrder(files: readonly JobLogFile[]): JobLogFile[] {
  const bySha = new Map(files.map((file) => [file.sha256, file] as const));
  return [...bySha.values()].sort((one, other) => (one.sha256 < other.sha256 ? -1 : 1));
}
