-- What somebody would write for the sqlite3 shell, after the imports. Same totals as totals.mjs and totals.py.
-- SQLite has no decimals: render Spark is counted in millionths, which is exact here.
CREATE TABLE versions AS
  SELECT job_id, completed_at, payment_model, trialing, worker_wallet, subscriber_wallet, model_id, render_spark,
    max(worker_account) AS worker_account, max(subscriber_account) AS subscriber_account, count(*) AS copies
  FROM jobs WHERE status = 'jobCompleted' GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;
CREATE TABLE conflicts (job_id TEXT PRIMARY KEY) WITHOUT ROWID;
INSERT INTO conflicts SELECT job_id FROM versions GROUP BY job_id HAVING count(*) > 1;
CREATE INDEX links_by_wallet ON links (wallet, account);
CREATE INDEX participation_by_wallet ON participation (wallet, enabled_from, enabled_until);
CREATE TABLE counted (worker_wallet TEXT, completed_at TEXT, reason TEXT, counted INTEGER, render_spark INTEGER);
INSERT INTO counted
  SELECT v.worker_wallet, v.completed_at, CASE
    WHEN v.job_id IN (SELECT job_id FROM conflicts) THEN 'duplicate'
    WHEN v.payment_model <> 'subscription' THEN 'not-subscription'
    WHEN v.model_id = 'gpt-image-2' OR v.model_id LIKE 'seedance%' OR v.model_id LIKE 'happyhorse%' THEN 'vendor-model'
    WHEN v.subscriber_wallet = '' THEN 'self-match-untestable'
    WHEN v.worker_wallet = v.subscriber_wallet OR nullif(v.worker_account, '') = nullif(v.subscriber_account, '')
      OR v.worker_account = s.account OR w.account = v.subscriber_account OR w.account = s.account THEN 'self-matched'
    WHEN p.wallet IS NULL THEN 'not-participating'
    WHEN v.trialing = 'true' THEN 'trial' END,
    CASE WHEN v.job_id IN (SELECT job_id FROM conflicts) THEN v.copies ELSE 1 END,
    cast(round(v.render_spark * 1000000) AS INTEGER)
  FROM versions v
  LEFT JOIN links w ON w.wallet = v.worker_wallet
  LEFT JOIN links s ON s.wallet = v.subscriber_wallet
  LEFT JOIN participation p ON p.wallet = v.worker_wallet AND v.completed_at >= p.enabled_from
    AND (p.enabled_until = '' OR v.completed_at < p.enabled_until);
INSERT INTO counted
  SELECT worker_wallet, completed_at, 'duplicate', copies - 1, cast(round(render_spark * 1000000) AS INTEGER)
  FROM versions WHERE copies > 1 AND job_id NOT IN (SELECT job_id FROM conflicts);
INSERT INTO counted
  SELECT worker_wallet, completed_at, 'not-completed', 1, cast(round(render_spark * 1000000) AS INTEGER)
  FROM jobs WHERE status <> 'jobCompleted';
.headers on
.mode csv
SELECT CASE WHEN reason IS NULL THEN 'wallet' ELSE 'excluded' END AS kind, coalesce(reason, worker_wallet) AS name,
  sum(counted) AS jobs,
  printf('%d.%06d', sum(render_spark * counted) / 1000000, sum(render_spark * counted) % 1000000) AS render_spark
FROM counted WHERE completed_at >= '2026-10-01' AND completed_at < '2026-11-01' GROUP BY 1, 2 ORDER BY 1, 2;
