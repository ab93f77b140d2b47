import type { Lake } from '../engine/duckdb.ts';
import { withAccounts } from '../kept/jobs-view.ts';
import { EVENT_HASH, JOB_HASH } from '../reading/id-hashes.ts';
import { EXAMINED } from './examined-jobs.ts';
import { differingEventsSql, repeatedRowsSql } from './repeated-rows.ts';

/**
 * Finds the completed rows of `jobs` that share a job id or an event id, and judges them (R11): `copies(row_key, counts,
 * conflict)` has those that do not stand for their job, or whose job a person has to look at. Hashes only save work: that
 * ids or contents are equal is always decided by the values.
 *
 * Most are copies whole, of a log that came twice say: of such the first counts. Only where rows that differ in anything
 * share an id, they are compared, some jobs at a time: all of a log that came twice and differs would not fit into memory.
 */
export async function findDuplicates(lake: Lake, idsAtOnce = IDS_AT_ONCE): Promise<void> {
  await lake.run(`CREATE TEMP TABLE firsts AS
    SELECT min(row_key) AS row_key, id_hash, event_hash FROM ${COMPLETED} GROUP BY ${EXAMINED}, id_hash, event_hash`);
  await lake.run(`CREATE TEMP TABLE unlike_events AS
    SELECT event_hash FROM firsts WHERE event_hash IS NOT NULL GROUP BY event_hash HAVING count(*) > 1`);
  await lake.run(`CREATE TEMP TABLE unlike_jobs AS
    SELECT id_hash FROM firsts GROUP BY id_hash HAVING count(*) > 1
    UNION SELECT id_hash FROM firsts SEMI JOIN unlike_events USING (event_hash)`);
  await lake.run(`CREATE TEMP TABLE copies AS
    SELECT row_key, false AS counts, false AS conflict
    FROM ${COMPLETED} ANTI JOIN firsts USING (row_key) ANTI JOIN unlike_jobs USING (id_hash)`);
  await lake.run('DROP TABLE firsts');
  await lake.run('CREATE TEMP TABLE differing_events (event_id VARCHAR)');
  for (const rows of await unlikeRows(lake, 'unlike_events', 'event_hash', idsAtOnce)) {
    await lake.run(`INSERT INTO differing_events ${differingEventsSql(rows)}`);
  }
  for (const rows of await unlikeRows(lake, 'unlike_jobs', 'id_hash', idsAtOnce)) {
    await lake.run(`INSERT INTO copies BY NAME
      SELECT * FROM (${repeatedRowsSql(withAccounts(rows), 'differing_events')}) WHERE conflict OR NOT counts`);
  }
  for (const table of ['unlike_events', 'unlike_jobs', 'differing_events']) await lake.run(`DROP TABLE ${table}`);
}

const COMPLETED = `(SELECT *, ${JOB_HASH} AS id_hash, ${EVENT_HASH} AS event_hash FROM jobs WHERE status_completed)`;

/** SQL of all rows of some ids, so many at once. */
async function unlikeRows(
  lake: Lake,
  table: string,
  hash: 'id_hash' | 'event_hash',
  atOnce: number,
): Promise<string[]> {
  const [unlike] = await lake.rows(`SELECT count(*) AS ids FROM ${table}`);
  const parts = Math.ceil(Number(unlike?.ids) / atOnce);
  return Array.from({ length: parts }, (_, part) => {
    const some = `WHERE ${hash} % ${parts} = ${part}`;
    return `(FROM (FROM ${COMPLETED} ${some}) SEMI JOIN (FROM ${table} ${some}) USING (${hash}))`;
  });
}

/** Two rows of each are compared within 300 MB. */
const IDS_AT_ONCE = 250_000;
