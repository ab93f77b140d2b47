import type { Month } from '../../core/month/month.ts';
import { sqlText } from '../engine/duckdb.ts';
import type { JobLogFile } from '../reading/job-log-file.ts';

/** Where the rows of logs are told in which none has a time: they are of no month, and are nobody's unless asked for. */
export interface UndatedLogs {
  readonly month: Month;
  /** SHA-256 of the inputs whose rows are told already. */
  readonly settled: readonly string[];
}

/** The month in which the rows of such a log are told, by its `input`: SQL; NULL where they are told already. */
export function toldMonthSql(input: string, files: readonly JobLogFile[], undated: UndatedLogs | undefined): string {
  if (undated === undefined) return 'NULL';
  const settled = new Set(undated.settled);
  const told = files.filter(({ sha256 }) => !settled.has(sha256)).map(({ sha256 }) => sqlText(sha256));
  return told.length === 0 ? 'NULL' : `CASE WHEN ${input} IN (${told.join(', ')}) THEN ${undated.month} END`;
}
