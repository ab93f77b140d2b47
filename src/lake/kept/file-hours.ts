import { HOUR_MS } from '../../core/month/durations.ts';
import { type Lake, sqlText } from '../engine/duckdb.ts';
import type { JobLogFile } from '../reading/job-log-file.ts';
import type { DerivedFiles } from './derived-files.ts';
import { filesWithFacts } from './file-facts.ts';
import { parquetSql } from './jobs-view.ts';

/**
 * First and last instant of each UTC hour in which a file has rows, and how many, as Parquet: `hour`, `first`, `last` (ms
 * UTC), `n`; of the rows without an instant only how many.
 */
export function fileHours(lake: Lake, file: JobLogFile, derived: DerivedFiles): Promise<string> {
  return derived.ensure(`busy-hours.${file.sha256}`, async (path) => {
    const [known] = await filesWithFacts(lake, [file], derived, 1);
    if (known === undefined) throw new Error(`${file.sha256} has no facts`);
    await lake.run(`COPY (
      SELECT instant_ms // ${HOUR_MS} AS hour, min(instant_ms) AS first, max(instant_ms) AS last, count(*) AS n
      FROM ${parquetSql([known.facts])} GROUP BY 1
    ) TO ${sqlText(path)} (FORMAT parquet, COMPRESSION zstd)`);
  });
}
