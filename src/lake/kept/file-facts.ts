import type { ListExtensions } from '../../core/usage/closed-lists.ts';
import { type Lake, sqlText } from '../engine/duckdb.ts';
import { onSession, sideBySide } from '../engine/side-by-side.ts';
import type { JobLogFile } from '../reading/job-log-file.ts';
import { factsOfKept, factsOfTexts, trialingSql } from '../reading/job-row-sql.ts';
import { isCompletedStatus, isRefundedStatus, listedFewSql, unknownStatusSql } from '../reading/listed-values.ts';
import type { DerivedFiles } from './derived-files.ts';
import { parquetSql } from './jobs-view.ts';
import { csvRelationOf, keptSql } from './log-rows.ts';

/** A job log with the path of its facts. */
export interface FactsFile extends JobLogFile {
  readonly facts: string;
}

/** The logs with their facts; what is missing is written, several at once. */
export function filesWithFacts(
  lake: Lake,
  files: readonly JobLogFile[],
  derived: DerivedFiles,
  threads: number | undefined,
): Promise<FactsFile[]> {
  return sideBySide(files, threads, async (file) => ({
    ...file,
    facts: await derived.ensure(factsName(file.sha256), (path) =>
      onSession(lake, (session) => session.run(`COPY (${factsAnew(file)}) TO ${sqlText(path)} (${FACTS_FILE})`)),
    ),
  }));
}

function factsAnew(file: JobLogFile): string {
  const texts = csvRelationOf(file);
  return texts === null ? factsOfKept(keptSql([file])) : factsOfTexts(texts, 'looked at');
}

/** The name of the facts of a log. */
export function factsName(sha256: string): `facts.${string}` {
  return `facts.${sha256}`;
}

/** What makes writing them cheap: what is one of a few values is told by number, and nothing is packed. */
export const FACTS_FILE =
  'FORMAT parquet, PARQUET_VERSION v2, COMPRESSION uncompressed, DICTIONARY_SIZE_LIMIT 8000, WRITE_BLOOM_FILTER false, USE_TMP_FILE false';

/**
 * The facts of all rows of some logs: the columns of keptRows but for those that only few rows are asked for, and of a row
 * that is or may be completed the hashes of its ids; `file_index` counts the logs as given, `row` each one's rows from 0.
 */
export function factsSql(files: readonly FactsFile[]): string {
  const rows = parquetSql(files.map(({ facts }) => facts));
  // Functions of a value that is told by number are asked once a value: the texts are read here, not when they are written.
  return `(SELECT line_shift, instant_ms,
      CASE WHEN status_completed OR unknown_status IS NOT NULL THEN id_hash END AS id_hash,
      CASE WHEN status_completed OR unknown_status IS NOT NULL THEN event_hash END AS event_hash,
      status_completed, unknown_status, nullif(payment_model, '') AS payment_model, trialing, worker_wallet, subscriber_wallet,
      worker_account, subscriber_account, worker_type, worker_nft_id, subscription_tier, model_id, render_spark, file_index, row
    FROM (SELECT * REPLACE (${listedFewSql('payment_model')} AS payment_model, ${trialingSql('trialing')} AS trialing,
        lower(model_id) AS model_id), ${isCompletedStatus('listed_status')} AS status_completed,
        ${unknownStatusSql('listed_status')} AS unknown_status
      FROM (SELECT *, ${listedFewSql('status')} AS listed_status, file_index, file_row_number AS row FROM ${rows})))`;
}

/** SQL of `file_index`, `row` and `id_hash` of the rows of factsSql that say that their job was refunded. */
export function refundedFactsSql(files: readonly FactsFile[], extensions: ListExtensions): string {
  return `SELECT file_index, file_row_number AS row, id_hash FROM ${parquetSql(files.map(({ facts }) => facts))}
    WHERE ${isRefundedStatus(listedFewSql('status'), extensions)}`;
}
