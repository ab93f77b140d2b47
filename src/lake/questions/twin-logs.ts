import type { Month } from '../../core/month/month.ts';
import { LEAST_EQUAL_PERCENT, LEAST_TWIN_PERCENT, LEAST_TWINS, type TwinLog } from '../../core/usage/twin-log.ts';
import { exactPoints, type Lake } from '../engine/duckdb.ts';
import { type FactsFile, factsSql } from '../kept/file-facts.ts';
import { inMonthSql, inputSql } from '../kept/jobs-view.ts';
import type { JobLogFile } from '../reading/job-log-file.ts';
import { MAY_BE_COMPLETED, MAY_BE_SUBSCRIPTION } from '../reading/listed-values.ts';

/** What two rows of one job have in common, whatever ids two systems give it. */
const SAID = 'instant_ms, worker_wallet, subscriber, model_id, render_spark';

/**
 * The logs most of whose jobs of a month stand in other logs too, under other ids, in input order: R11 tells copies of a job by
 * its id, so that all of them count. A copy by the same id is none. Where jobs are alike within a log, another export has as many of
 * them: batches of jobs that end at one instant, dealt out over logs, rarely have. Of many rows those are looked at whose instant is a
 * multiple of some number of milliseconds, because both of a pair have it: the same for any order of the logs.
 *
 * @param rows of the month
 */
export async function twinLogs(
  lake: Lake,
  {
    files,
    month,
    rows,
    factsOf,
  }: {
    readonly files: readonly JobLogFile[];
    readonly month: Month;
    readonly rows: number;
    readonly factsOf: (files: readonly JobLogFile[]) => Promise<FactsFile[]>;
  },
): Promise<TwinLog[]> {
  if (files.length < 2 || rows < 2 * LEAST_TWINS) return [];
  const every = oneOf(rows);
  await lake.run(`CREATE TEMP TABLE looked AS
    SELECT file_index, row, line_shift, coalesce(event_hash, id_hash) AS id, coalesce(subscriber_wallet, '') AS subscriber,
      instant_ms, worker_wallet, model_id, render_spark
    FROM ${factsSql(await factsOf(files))}
    WHERE ${inMonthSql(month)} AND instant_ms % ${every} = 0 AND ${MAY_BE_COMPLETED} AND ${MAY_BE_SUBSCRIPTION}`);
  const found = await lake.rows(`
    WITH sides AS MATERIALIZED (SELECT ${SAID}, file_index, count(DISTINCT id) AS jobs FROM looked GROUP BY ALL),
      shared AS MATERIALIZED (SELECT ${SAID} FROM sides GROUP BY ALL HAVING count(*) > 1),
      twins AS (
        SELECT DISTINCT one.file_index, one.row
        FROM (FROM looked SEMI JOIN shared USING (${SAID})) AS one JOIN sides AS own USING (${SAID}, file_index)
          JOIN sides AS other USING (${SAID})
        WHERE own.file_index <> other.file_index AND own.jobs = other.jobs
          AND NOT EXISTS (FROM looked AS copy WHERE copy.file_index = other.file_index AND copy.id = one.id)),
      alike AS (
        SELECT file_index, sum(jobs) AS jobs FROM (FROM sides WHERE jobs > 1 UNION FROM sides SEMI JOIN shared USING (${SAID})) GROUP BY 1)
    SELECT ${inputSql(files)} AS input, count(*) AS looked, count(twins.row) AS twins,
      coalesce(sum(render_spark) FILTER (twins.row IS NOT NULL), 0) AS points, min(row + 1 + line_shift) FILTER (twins.row IS NOT NULL) AS line
    FROM looked LEFT JOIN twins USING (file_index, row) LEFT JOIN alike USING (file_index) GROUP BY file_index
    HAVING count(twins.row) >= ${LEAST_TWINS} AND 100 * count(twins.row) >= ${LEAST_TWIN_PERCENT} * count(*)
      AND 100 * count(twins.row) >= ${LEAST_EQUAL_PERCENT} * any_value(alike.jobs) ORDER BY file_index`);
  await lake.run('DROP TABLE looked');
  return found.map((row) => ({
    looked: Number(row.looked),
    twins: Number(row.twins),
    points: exactPoints(row.points),
    source: { input: String(row.input), line: Number(row.line) },
  }));
}

/** Rows that are looked at: more would take longer and tell no more. */
const MOST_LOOKED_AT = 20_000;

/** Of which number of milliseconds an instant is a multiple: odd and no factor of 1000, so that whole seconds are not all or none. */
function oneOf(rows: number): number {
  let every = Math.ceil(rows / MOST_LOOKED_AT);
  while (every % 2 === 0 || every % 5 === 0) every += 1;
  return every;
}
