import type { Month } from '../core/month/month.ts';
import type { DerivedFiles } from './derived-files.ts';
import { type Lake, sqlText } from './duckdb.ts';
import { SUBSCRIBER_HASH, WORKER_HASH } from './file-keys.ts';
import { type JobLogFile, jobsSql } from './jobs-view.ts';
import { type CompiledPolicy, judgedAlone } from './usage-alone.ts';
import { WORKER } from './worker-sql.ts';

/** Who asked for a credited job and who did it, of rows that are judged. Wallets in lower case. */
export function creditedSql(judged: string): string {
  return `(SELECT month, subscriber_wallet AS subscriber, ${WORKER.network} AS network,
      worker_wallet AS worker, points FROM ${judged} WHERE rule IS NULL)`;
}

/**
 * Credited `jobs` and `points` of a month by `subscriber`, `network` and `worker` of a file, for the pairs that the
 * table `sought_pairs` has, as Parquet; of the other rows only the wallets are read.
 *
 * @param pairsKey names the pairs of the file that are sought
 */
export function fileMeetings(
  lake: Lake,
  file: JobLogFile,
  { policy, key }: CompiledPolicy,
  sought: { readonly month: Month; readonly pairsKey: string },
  derived: DerivedFiles,
): Promise<string> {
  const rows = `(SELECT jobs.* FROM ${jobsSql([file], policy.extensions)} AS jobs SEMI JOIN sought_pairs
    ON subscriber_hash = ${SUBSCRIBER_HASH} AND worker_hash = ${WORKER_HASH})`;
  return derived.ensure(`meetings-${key}-${sought.month}-${sought.pairsKey}.${file.sha256}`, (path) =>
    lake.run(`COPY (
      SELECT subscriber, network, worker, count(*) AS jobs, sum(points) AS points
      FROM ${creditedSql(judgedAlone(rows, policy))} WHERE month = ${sought.month} GROUP BY ALL
    ) TO ${sqlText(path)} (FORMAT parquet, COMPRESSION zstd)`),
  );
}
