import type { Lake } from '../engine/duckdb.ts';
import { withAccounts } from '../kept/jobs-view.ts';
import { EVENT_HASH, JOB_HASH } from '../reading/id-hashes.ts';
import { repeatedRowsSql } from './repeated-rows.ts';

/**
 * Finds the completed rows of all files that share a job id or an event id, and judges them (R11): `copies(row_key,
 * job_id, instant_ms, render_spark, counts, conflict)`. Returns whether there are any. Hashes only save work: that ids or
 * contents are equal is always decided by the values.
 */
export async function findDuplicates(lake: Lake): Promise<boolean> {
  await lake.run(`
    CREATE TEMP TABLE suspects AS
    SELECT id_hash FROM (SELECT unnest([${JOB_HASH}, ${EVENT_HASH}]) AS id_hash FROM jobs WHERE status_completed)
    WHERE id_hash IS NOT NULL GROUP BY 1 HAVING count(*) > 1`);
  const isSuspect = [JOB_HASH, EVENT_HASH].map((hash) => `coalesce(${hash} IN (FROM suspects), false)`);
  const candidates = `(SELECT * FROM jobs WHERE status_completed AND (${isSuspect.join(' OR ')}))`;
  const columns = ['row_key', 'job_id', 'instant_ms', 'render_spark'];
  await lake.run(`CREATE TEMP TABLE copies AS ${repeatedRowsSql(withAccounts(candidates), columns)}`);
  const [count] = await lake.rows('SELECT count(*) AS rows FROM copies');
  return count?.rows !== '0';
}

/** Rows of a relation with `is_duplicate`: left out as a copy, or because its copies differ. */
export function withDuplicates(rows: string, any: boolean): string {
  if (!any) return `(SELECT *, false AS is_duplicate FROM ${rows})`;
  return `(SELECT rows.*, coalesce(NOT counts, false) AS is_duplicate
    FROM ${rows} AS rows LEFT JOIN copies ON copies.row_key = rows.row_key)`;
}
