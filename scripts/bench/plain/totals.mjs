// What somebody would write with DuckDB: node totals.mjs INPUTS OUTPUT. Same totals as totals.sql and totals.py.
import { DuckDBInstance } from '@duckdb/node-api';

const [inputs, output] = process.argv.slice(2);
const connection = await (await DuckDBInstance.create(':memory:')).connect();
const csv = (name, columns) => {
  const types = columns.map(([column, type = 'VARCHAR']) => `${column}: '${type}'`).join(', ');
  return `read_csv('${inputs}/${name}', header = true, columns = {${types}})`;
};

await connection.run(`
CREATE TABLE links AS FROM ${csv('wallet-links.csv', [['wallet'], ['account']])};
CREATE TABLE participation AS
  FROM ${csv('participation.csv', [['wallet'], ['enabled_from', 'TIMESTAMP'], ['enabled_until', 'TIMESTAMP']])};
CREATE TABLE jobs AS FROM ${csv('jobs-*.csv', [
  ...[['job_id'], ['completed_at', 'TIMESTAMP'], ['status'], ['payment_model'], ['trialing', 'BOOLEAN']],
  ...[['worker_wallet'], ['worker_type'], ['worker_nft_id'], ['subscriber_wallet'], ['worker_account']],
  ...[['subscriber_account'], ['model_id'], ['render_spark', 'DECIMAL(38,18)']],
])};
CREATE TABLE versions AS
  SELECT job_id, completed_at, payment_model, trialing, worker_wallet, subscriber_wallet, model_id, render_spark,
    any_value(worker_account) AS worker_account, any_value(subscriber_account) AS subscriber_account, count(*) AS copies
  FROM jobs WHERE status = 'jobCompleted' GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;
CREATE TABLE conflicts AS SELECT job_id FROM versions GROUP BY job_id HAVING count(*) > 1;
CREATE TABLE judged AS
  SELECT v.worker_wallet, v.completed_at, v.render_spark, CASE
    WHEN v.job_id IN (FROM conflicts) THEN 'duplicate'
    WHEN v.payment_model <> 'subscription' THEN 'not-subscription'
    WHEN v.model_id = 'gpt-image-2' OR v.model_id LIKE 'seedance%' OR v.model_id LIKE 'happyhorse%' THEN 'vendor-model'
    WHEN v.subscriber_wallet IS NULL THEN 'self-match-untestable'
    WHEN v.worker_wallet = v.subscriber_wallet OR v.worker_account = v.subscriber_account
      OR v.worker_account = s.account OR w.account = v.subscriber_account OR w.account = s.account THEN 'self-matched'
    WHEN p.wallet IS NULL THEN 'not-participating'
    WHEN v.trialing THEN 'trial' END AS reason,
    CASE WHEN v.job_id IN (FROM conflicts) THEN v.copies ELSE 1 END AS counted
  FROM versions v
  LEFT JOIN links w ON w.wallet = v.worker_wallet
  LEFT JOIN links s ON s.wallet = v.subscriber_wallet
  LEFT JOIN participation p ON p.wallet = v.worker_wallet AND v.completed_at >= p.enabled_from
    AND (p.enabled_until IS NULL OR v.completed_at < p.enabled_until);
COPY (
  WITH counted AS (
    SELECT worker_wallet, completed_at, reason, counted, render_spark * counted AS render_spark FROM judged
    UNION ALL
    SELECT worker_wallet, completed_at, 'duplicate', copies - 1, render_spark * (copies - 1) FROM versions
      WHERE copies > 1 AND job_id NOT IN (FROM conflicts)
    UNION ALL
    SELECT worker_wallet, completed_at, 'not-completed', 1, render_spark FROM jobs WHERE status <> 'jobCompleted'
  )
  SELECT CASE WHEN reason IS NULL THEN 'wallet' ELSE 'excluded' END AS kind, coalesce(reason, worker_wallet) AS name,
    sum(counted) AS jobs, sum(render_spark) AS render_spark
  FROM counted WHERE completed_at >= '2026-10-01' AND completed_at < '2026-11-01' GROUP BY 1, 2 ORDER BY 1, 2
) TO '${output}' (HEADER)`);
