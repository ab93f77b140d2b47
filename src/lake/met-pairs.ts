import { createHash } from 'node:crypto';
import { ABUSE_THRESHOLDS } from '../core/usage/abuse-signals.ts';
import { coveringWithin, coversOption } from './covering-files.ts';
import type { DerivedFiles } from './derived-files.ts';
import { type Lake, sqlText } from './duckdb.ts';
import type { KeyedFile } from './file-keys.ts';
import { parquetSql } from './jobs-view.ts';

const PAIR = 'month, subscriber_hash, worker_hash';
/** What is kept holds for one threshold. */
const KIND = `met-${ABUSE_THRESHOLDS.pairJobs}`;

/**
 * The pairs of subscriber and worker that met often enough in a month to be looked at, whatever the policy: `month`,
 * `subscriber_hash`, `worker_hash`, `jobs`, as a Parquet file. Copies of a job count here, withheld ones, and whatever a
 * policy leaves out: all of that only makes more candidates.
 *
 * What was counted before is kept: of the other logs only the pairs that a new one has are counted again.
 */
export async function metPairs(lake: Lake, files: readonly KeyedFile[], derived: DerivedFiles): Promise<string> {
  const { known, fresh, covered, covers } = await coveringWithin(lake, derived, KIND, files);
  const [most, ...less] = known;
  if (most !== undefined && fresh.length === 0) return most.path;
  const key = createHash('sha256').update(JSON.stringify(covers)).digest('hex');
  const path = await derived.keep(`${KIND}.${key}`, async (target) => {
    const counted = most === undefined ? countedPairs(fresh) : await countedWith(lake, most.path, covered, fresh);
    await lake.run(`COPY (
      SELECT ${PAIR}, sum(jobs)::BIGINT AS jobs FROM (${counted})
      GROUP BY ALL HAVING sum(jobs) >= ${ABUSE_THRESHOLDS.pairJobs}
    ) TO ${sqlText(target)} (FORMAT parquet, COMPRESSION uncompressed, ${coversOption(covers)})`);
  });
  // The one before stays: who reads without the lock may be about to open it.
  for (const each of less) derived.drop(each.name);
  return path;
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
