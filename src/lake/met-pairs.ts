import { SIGNAL_THRESHOLDS } from '../core/usage/signals.ts';
import { covering } from './covering-files.ts';
import type { DerivedFiles } from './derived-files.ts';
import type { Lake } from './duckdb.ts';
import type { KeyedFile } from './file-keys.ts';
import type { JobLogFile } from './job-log-file.ts';
import { parquetSql } from './jobs-view.ts';

const PAIR = 'month, subscriber_hash, worker_hash';
/** What is kept holds for one threshold. */
const KIND = `met-${SIGNAL_THRESHOLDS.pairJobs}`;

/**
 * The pairs of subscriber and worker that met often enough in a month to be looked at, whatever the policy: `month`,
 * `subscriber_hash`, `worker_hash`, `jobs`, as a Parquet file. Copies of a job count here, withheld ones, and whatever a
 * policy leaves out: all of that only makes more candidates.
 *
 * What was counted before is kept: of the other logs only the pairs that a new one has are counted again.
 */
export function metPairs(
  lake: Lake,
  files: readonly JobLogFile[],
  derived: DerivedFiles,
  keysOf: (files: readonly JobLogFile[]) => Promise<KeyedFile[]>,
): Promise<string> {
  return covering(lake, derived, KIND, files, async ({ path, covered, fresh }) => {
    const keyed = await keysOf(fresh);
    const counted = path === null ? countedPairs(keyed) : await countedWith(lake, path, await keysOf(covered), keyed);
    return `SELECT ${PAIR}, sum(jobs)::BIGINT AS jobs FROM (${counted})
      GROUP BY ALL HAVING sum(jobs) >= ${SIGNAL_THRESHOLDS.pairJobs}`;
  });
}

/** Fresh pairs over all logs, and the known ones that are not among them. */
async function countedWith(
  lake: Lake,
  known: string,
  covered: readonly KeyedFile[],
  fresh: readonly KeyedFile[],
): Promise<string> {
  await lake.run(`CREATE OR REPLACE TEMP TABLE fresh_pairs AS ${countedPairs(fresh)}`);
  return `FROM fresh_pairs
    UNION ALL ${countedPairs(covered, `SEMI JOIN fresh_pairs USING (${PAIR})`)}
    UNION ALL FROM ${parquetSql([known])} ANTI JOIN fresh_pairs USING (${PAIR})`;
}

function countedPairs(files: readonly KeyedFile[], among = ''): string {
  return `SELECT ${PAIR}, count(*) AS jobs FROM ${parquetSql(files.map(({ keys }) => keys))} ${among}
    WHERE subscriber_hash IS NOT NULL GROUP BY ALL`;
}
