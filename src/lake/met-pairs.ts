import { SIGNAL_THRESHOLDS } from '../core/usage/signals.ts';
import { covering } from './covering-files.ts';
import type { DerivedFiles } from './derived-files.ts';
import type { Lake } from './duckdb.ts';
import { type FactsFile, factsSql } from './file-facts.ts';
import type { JobLogFile } from './job-log-file.ts';
import { monthSql, parquetSql } from './jobs-view.ts';
import { MAY_BE_COMPLETED, MAY_BE_SUBSCRIPTION } from './listed-values.ts';
import { WORKER } from './worker-sql.ts';

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
  factsOf: (files: readonly JobLogFile[]) => Promise<FactsFile[]>,
): Promise<string> {
  return covering(lake, derived, KIND, files, async ({ path, covered, fresh }) => {
    const facts = await factsOf(fresh);
    const counted = path === null ? countedPairs(facts) : await countedWith(lake, path, await factsOf(covered), facts);
    return `SELECT ${PAIR}, sum(jobs)::BIGINT AS jobs FROM (${counted})
      GROUP BY ALL HAVING sum(jobs) >= ${SIGNAL_THRESHOLDS.pairJobs}`;
  });
}

/** Fresh pairs over all logs, and the known ones that are not among them. */
async function countedWith(
  lake: Lake,
  known: string,
  covered: readonly FactsFile[],
  fresh: readonly FactsFile[],
): Promise<string> {
  await lake.run(`CREATE OR REPLACE TEMP TABLE fresh_pairs AS ${countedPairs(fresh)}`);
  return `FROM fresh_pairs
    UNION ALL ${countedPairs(covered, `SEMI JOIN fresh_pairs USING (${PAIR})`)}
    UNION ALL FROM ${parquetSql([known])} ANTI JOIN fresh_pairs USING (${PAIR})`;
}

function countedPairs(files: readonly FactsFile[], among = ''): string {
  return `SELECT ${PAIR}, count(*) AS jobs FROM ${pairsSql(factsSql(files))} ${among} GROUP BY ALL`;
}

/**
 * The month and both sides of each of some facts that may be credited to somebody: equal sides have equal hashes, the
 * wallets decide the reverse.
 */
function pairsSql(facts: string): string {
  return `(SELECT ${monthSql('instant_ms')}::INTEGER AS month, hash(subscriber_wallet) AS subscriber_hash,
      hash(worker_wallet, ${WORKER.network}) AS worker_hash
    FROM ${facts}
    WHERE subscriber_wallet IS NOT NULL AND instant_ms IS NOT NULL AND ${MAY_BE_COMPLETED} AND ${MAY_BE_SUBSCRIPTION})`;
}
