import type { Lake } from '../engine/duckdb.ts';
import { withAccounts } from '../kept/jobs-view.ts';
import { EVENT_HASH, hasIdOf, idsSql, JOB_HASH } from '../reading/id-hashes.ts';
import { EXAMINED } from './examined-jobs.ts';
import { repeatedRowsSql } from './repeated-rows.ts';

/**
 * Finds the completed rows of `jobs` that share a job id or an event id, and judges them (R11): `copies(row_key, counts,
 * conflict)` has those that do not stand for their job, or whose job a person has to look at. Hashes only save work: that
 * ids or contents are equal is always decided by the values.
 *
 * Most are copies whole, of a log that came twice say: of such the first counts. Only where rows that differ in anything
 * share an id, they are compared.
 */
export async function findDuplicates(lake: Lake): Promise<void> {
  const completed = `(SELECT *, ${JOB_HASH} AS id_hash, ${EVENT_HASH} AS event_hash FROM jobs WHERE status_completed)`;
  await lake.run(`CREATE TEMP TABLE firsts AS
    SELECT min(row_key) AS row_key, id_hash, event_hash FROM ${completed} GROUP BY ${EXAMINED}, id_hash, event_hash`);
  await lake.run(`CREATE TEMP TABLE unlike AS SELECT id FROM ${idsSql('firsts')} GROUP BY id HAVING count(*) > 1`);
  const compared = `(SELECT * FROM ${completed} WHERE ${hasIdOf('unlike')})`;
  await lake.run(`CREATE TEMP TABLE copies AS
    SELECT * FROM (${repeatedRowsSql(withAccounts(compared), ['row_key'])}) WHERE conflict OR NOT counts
    UNION ALL BY NAME
    SELECT row_key, false AS counts, false AS conflict FROM ${completed} ANTI JOIN firsts USING (row_key)
    WHERE NOT coalesce(${hasIdOf('unlike')}, false)`);
  await lake.run('DROP TABLE firsts');
  await lake.run('DROP TABLE unlike');
}
