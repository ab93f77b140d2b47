import { HOUR_MS } from '../core/month/durations.ts';
import type { DerivedFiles } from './derived-files.ts';
import { type Lake, sqlText } from './duckdb.ts';
import { type JobLogFile, parquetSql } from './jobs-view.ts';

/** First and last instant of each UTC hour in which a file has rows, and how many, as Parquet: `hour`, `first`, `last` (ms UTC), `n`. */
export function fileHours(lake: Lake, file: JobLogFile, derived: DerivedFiles): Promise<string> {
  return derived.ensure(`busy-hours.${file.sha256}`, (path) =>
    lake.run(`COPY (
      SELECT instant_ms // ${HOUR_MS} AS hour, min(instant_ms) AS first, max(instant_ms) AS last, count(*) AS n
      FROM ${parquetSql([file.path])} WHERE instant_ms IS NOT NULL GROUP BY 1
    ) TO ${sqlText(path)} (FORMAT parquet, COMPRESSION zstd)`),
  );
}
