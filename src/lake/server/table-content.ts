import { createHash } from 'node:crypto';
import type { Month } from '../../core/month/month.ts';
import type { TableContent } from '../../core/usage/usage-record.ts';
import { type LakeLimits, openLake } from '../engine/duckdb.ts';
import { inMonthSql } from '../kept/jobs-view.ts';
import { keptSql } from '../kept/log-rows.ts';
import type { JobLogFile } from '../reading/job-log-file.ts';

/** What of a row decides anything, in this order. */
const FIELDS = [
  ...['job_id', 'status_completed', 'instant_ms', 'payment_model', 'trialing', 'worker_wallet', 'subscriber_wallet'],
  ...['worker_account', 'subscriber_account', 'lower(worker_type)', 'worker_nft_id', 'model_id'],
  'CAST(render_spark AS DECIMAL(38, 6))',
];

/** What few rows have. */
const LATER_FIELDS = ['event_id', 'unknown_status'];

/**
 * Number, span and content of the rows whose instant falls in the month. The content is the MD5 of each row, written as
 * its fields with their lengths before them (`-` for none), and each of its four 32-bit parts summed over all rows: no
 * order, no duplicate and no change goes unseen. SHA-256 makes one text of it.
 */
export async function tableContent(limits: LakeLimits, file: JobLogFile, month: Month): Promise<TableContent> {
  const fields = FIELDS.map((field) => {
    const text = `(${field})::VARCHAR`;
    return `coalesce(length(${text})::VARCHAR || ':' || ${text}, '-')`;
  });
  // A row without either is written as ever.
  fields.push(
    ...LATER_FIELDS.map((field) => `coalesce('${field}:' || length(${field})::VARCHAR || ':' || ${field}, '')`),
  );
  const parts = [1, 9, 17, 25].map(
    (from) => `sum(('0x' || substr(hash, ${from}, 8))::BIGINT)::VARCHAR AS part_${from}`,
  );
  const lake = await openLake(limits);
  try {
    const [found] = await lake.rows(`
      SELECT count(*)::VARCHAR AS jobs, min(instant_ms) AS first, max(instant_ms) AS last, ${parts.join(', ')}
      FROM (
        SELECT instant_ms, md5(${fields.join(' || ')}) AS hash
        FROM ${keptSql([file])} WHERE ${inMonthSql(month)})`);
    const numberOf = (value: unknown): number | null => (value == null ? null : Number(value));
    const content = [found?.jobs, found?.part_1, found?.part_9, found?.part_17, found?.part_25].join(' ');
    return {
      rows: Number(found?.jobs),
      sha256: createHash('sha256').update(content).digest('hex'),
      firstMs: numberOf(found?.first),
      lastMs: numberOf(found?.last),
    };
  } finally {
    lake.close();
  }
}
