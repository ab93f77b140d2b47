import type { Month } from '../core/month/month.ts';
import type { UsagePolicy } from '../core/usage/month-usage.ts';
import type { DerivedFiles } from './derived-files.ts';
import { type Lake, sqlText } from './duckdb.ts';
import { withoutWithheld } from './file-usage.ts';
import { type JobLogFile, jobsSql } from './jobs-view.ts';
import { judgedSql } from './judged-jobs.ts';
import { WORKER } from './worker-sql.ts';

/** Eight bytes for each side of a credited job. Equal sides have equal hashes; the reverse is decided by the wallets. */
const PAIR = 'hash(subscriber) AS subscriber_hash, hash(worker, network) AS worker_hash';

/** Who asked for a credited job and who did it, of rows that are judged. Wallets in lower case. */
export function creditedSql(judged: string): string {
  return `(SELECT month, subscriber_wallet AS subscriber, ${WORKER.network} AS network,
      worker_wallet AS worker, points FROM ${judged} WHERE rule IS NULL)`;
}

/** `creditedSql` of a file by itself, as if no job were repeated or withheld: those are examined apart. */
function creditedAlone(rows: string, policy: UsagePolicy): string {
  return creditedSql(judgedSql(rows, withoutWithheld(policy), false));
}

/** Of each credited row of a file its month and PAIR, as Parquet: at most sixteen bytes a row. */
export function filePairs(
  lake: Lake,
  file: JobLogFile,
  policy: UsagePolicy,
  policyKey: string,
  derived: DerivedFiles,
): Promise<string> {
  return derived.ensure(`pairs-${policyKey}.${file.sha256}`, (path) =>
    lake.run(`COPY (SELECT month, ${PAIR} FROM ${creditedAlone(jobsSql([file]), policy)})
      TO ${sqlText(path)} (FORMAT parquet, COMPRESSION uncompressed)`),
  );
}

/** Credited `jobs` and `points` of each month, subscriber and network of a file, as Parquet. */
export function fileSubscribers(
  lake: Lake,
  file: JobLogFile,
  policy: UsagePolicy,
  policyKey: string,
  derived: DerivedFiles,
): Promise<string> {
  return derived.ensure(`subscribers-${policyKey}.${file.sha256}`, (path) =>
    lake.run(`COPY (
      SELECT month, subscriber, network, count(*) AS jobs, sum(points) AS points
      FROM ${creditedAlone(jobsSql([file]), policy)} GROUP BY ALL
    ) TO ${sqlText(path)} (FORMAT parquet, COMPRESSION zstd)`),
  );
}

/**
 * Credited `jobs` and `points` of a month by `subscriber`, `network` and `worker` of a file, for the pairs that the
 * table `sought_pairs` has; of the other rows only the wallets are read.
 *
 * @param pairsKey names the pairs of the file that are sought
 */
export function fileMeetings(
  lake: Lake,
  file: JobLogFile,
  policy: UsagePolicy,
  month: Month,
  keys: { readonly policyKey: string; readonly pairsKey: string },
  derived: DerivedFiles,
): Promise<string> {
  const sought = `(SELECT jobs.* FROM ${jobsSql([file])} AS jobs SEMI JOIN sought_pairs
    ON subscriber_hash = hash(subscriber_wallet) AND worker_hash = hash(worker_wallet, ${WORKER.network}))`;
  return derived.ensure(`meetings-${keys.policyKey}-${month}-${keys.pairsKey}.${file.sha256}`, (path) =>
    lake.run(`COPY (
      SELECT subscriber, network, worker, count(*) AS jobs, sum(points) AS points
      FROM ${creditedAlone(sought, policy)} WHERE month = ${month} GROUP BY ALL
    ) TO ${sqlText(path)} (FORMAT parquet, COMPRESSION zstd)`),
  );
}
