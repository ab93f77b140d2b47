import { monthSql } from '../kept/jobs-view.ts';
import { SELF_MATCHED, SUBSCRIBER } from './compile-rules.ts';
import { WORKER } from './worker-sql.ts';

/** What makes two completed rows of one id the same job (R11), beside the job id. */
const CONTENT = ['instant_ms', 'payment_model', 'trialing', 'worker_wallet', SUBSCRIBER, 'model_id', 'render_spark'];

/**
 * R11 on completed rows that share a job id or an event id, with the account lists of both wallets: of every `row_key`
 * `counts`, whether it stands for its job, and `conflict`, whether a person has to look.
 *
 * A row's identity is its event id, or its job id where it has none. Of rows of one identity and content one counts; with
 * other content none does (`differs`). A job id with and without event ids (`mixed`) is told twice, and so is one content
 * of a job under two event ids: one copy counts until a person has looked. The copy is one that shows a self-match, if any
 * does, else of the earliest month the one of the least Spark, so that nothing is paid that may have to be taken back, and what a
 * month paid is not paid again by a later one; copies of one content may name different workers of their wallet: the last by network
 * and NFT stands. So the order of rows and files decides nothing.
 *
 * @param rows a relation: all rows of whole jobs
 * @param differingEvents a relation of one column, the event ids of which rows differ (differingEventsSql)
 */
export function repeatedRowsSql(rows: string, differingEvents: string): string {
  const best = [
    ...[
      'CASE WHEN differs THEN 1 ELSE 0 END',
      'CASE WHEN matched THEN 0 ELSE 1 END',
      'month',
      'render_spark',
      'content',
    ],
    ...['network DESC', 'nft DESC', 'event_id', 'row_key'],
  ];
  return `
    SELECT row_key, differs OR mixed OR doubled AS conflict,
      NOT differs AND row_number() OVER (
        PARTITION BY job_id, CASE WHEN mixed THEN 0 ELSE content END ORDER BY ${best.join(', ')}) = 1 AS counts
    FROM (
      SELECT numbered.*,
        CASE WHEN event_id IS NULL
          THEN min(content) FILTER (event_id IS NULL) OVER job <> max(content) FILTER (event_id IS NULL) OVER job
          ELSE event_id IN (FROM ${differingEvents}) END AS differs,
        count(event_id) OVER job > 0 AND count(event_id) OVER job < count(*) OVER job AS mixed,
        coalesce(min(event_id) OVER same <> max(event_id) OVER same, false) AS doubled
      FROM (
        SELECT row_key, job_id, event_id, render_spark, coalesce(${SELF_MATCHED}, false) AS matched,
          ${monthSql('instant_ms')} AS month, ${WORKER.network} AS network, ${WORKER.nft} AS nft,
          dense_rank() OVER (PARTITION BY job_id ORDER BY ${CONTENT.join(', ')}) AS content
        FROM ${rows}) AS numbered
      WINDOW job AS (PARTITION BY job_id), same AS (PARTITION BY job_id, content)) AS compared`;
}

/** The event ids of some completed rows under which there is more than one job or content. */
export function differingEventsSql(rows: string): string {
  return `SELECT event_id FROM (SELECT DISTINCT event_id, job_id, ${CONTENT.join(', ')} FROM ${rows} WHERE event_id IS NOT NULL)
    GROUP BY event_id HAVING count(*) > 1`;
}
