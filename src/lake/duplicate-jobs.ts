import { SELF_MATCHED } from './compile-rules.ts';
import type { Lake } from './duckdb.ts';
import { withAccounts } from './jobs-view.ts';
import { WORKER } from './worker-sql.ts';

/** What makes two completed rows of one job id the same job (R11). */
const CONTENT = [
  'instant_ms',
  'payment_model',
  'trialing',
  'worker_wallet',
  'subscriber_wallet',
  'model_id',
  'render_spark',
];

/**
 * Finds the duplicates among the completed rows of all files: `repeated_ids(job_id, kept, conflict)` has each job id of
 * several rows, the row_key of the one that stands for them, and whether their contents differ, so that none counts.
 * The row kept is one that shows a self-match, if any does. Copies may name different workers of their wallet: the last
 * by network and NFT stands, so that the order of rows and files decides nothing, and a copy that names its worker
 * comes before one that does not. Otherwise it makes no difference which. Returns whether there are any.
 *
 * Hashes only save work: those of job ids find the few candidates, those of contents prove a difference. That job ids
 * or contents are equal is always decided by the values.
 */
export async function findDuplicates(lake: Lake): Promise<boolean> {
  await lake.run(`
    CREATE TEMP TABLE suspects AS
    SELECT hash(job_id) AS job_hash FROM jobs WHERE status_completed GROUP BY 1 HAVING count(*) > 1`);
  const candidates = '(SELECT * FROM jobs WHERE status_completed AND hash(job_id) IN (SELECT job_hash FROM suspects))';
  await lake.run(`
    CREATE TEMP TABLE repeated_ids AS
    SELECT job_id, min(content) <> max(content) AS conflict,
      first(row_key ORDER BY coalesce(${SELF_MATCHED}, false) DESC, ${WORKER.network} DESC, ${WORKER.nft} DESC, row_key)
        AS kept
    FROM (SELECT *, hash(${CONTENT.join(', ')}) AS content FROM ${withAccounts(candidates)})
    GROUP BY job_id HAVING count(*) > 1`);
  const [count] = await lake.rows('SELECT count(*) AS ids FROM repeated_ids');
  if (count?.ids === '0') return false;
  await findHiddenConflicts(lake);
  return true;
}

/** Contents of one hash that differ after all. */
async function findHiddenConflicts(lake: Lake): Promise<void> {
  const differs = CONTENT.map((column) => `copies.${column} IS DISTINCT FROM kept_rows.${column}`);
  await lake.run(`
    UPDATE repeated_ids SET conflict = true WHERE NOT conflict AND job_id IN (
      SELECT copies.job_id
      FROM jobs AS copies JOIN (
        SELECT jobs.job_id, ${CONTENT.join(', ')} FROM jobs JOIN repeated_ids ON row_key = kept WHERE NOT conflict
      ) AS kept_rows ON copies.job_id = kept_rows.job_id
      WHERE status_completed AND (${differs.join(' OR ')}))`);
}

/** Rows of a relation with `is_duplicate`: left out as a copy, or because its copies differ. */
export function withDuplicates(rows: string, any: boolean): string {
  if (!any) return `(SELECT *, false AS is_duplicate FROM ${rows})`;
  return `(SELECT rows.*, coalesce(conflict OR row_key <> kept, false) AS is_duplicate
    FROM ${rows} AS rows LEFT JOIN repeated_ids ON repeated_ids.job_id = rows.job_id)`;
}
