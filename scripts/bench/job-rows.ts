import { LINKED, SUBSCRIBERS, WORKERS } from './job-people.ts';

const OCTOBER_MS = Date.UTC(2026, 9, 1);
const DAY_MS = 86_400_000;

/** Workers and subscribers by number, with made-up addresses in lower case. */
export const WALLETS = `
CREATE TABLE people AS SELECT
  (SELECT list('0x' || md5('w' || n) || left(md5('x' || n), 8) ORDER BY n) FROM range(${WORKERS}) w(n)) AS workers,
  (SELECT list('0x' || md5('s' || n) || left(md5('y' || n), 8) ORDER BY n) FROM range(${SUBSCRIBERS}) s(n)) AS subscribers`;

/** One row in so many: */
const ONE_IN = {
  repeated: 100,
  /** of the repeated ones, with other content */
  conflicting: 1000,
  vendorModel: 10_000,
  withoutSubscriber: 20_000,
  ownWallet: 2000,
  linkedWallet: 3000,
  ownAccount: 4000,
} as const;

/**
 * The rows from one number to another. A row is the job of its own number or repeats an earlier one: half of the time
 * one of the last thousand, else any. Instants go evenly through the days, as much as ten minutes early, so that the
 * first ones still lie in September.
 */
export function jobsSql({
  from,
  until,
  rows,
  days,
}: {
  from: number;
  until: number;
  rows: number;
  days: number;
}): string {
  return `
WITH numbered AS (
  SELECT number, CASE
    WHEN number = 0 OR draw(number, 0) % ${ONE_IN.repeated} <> 0 THEN number
    WHEN draw(number, 1) % 2 = 0 THEN greatest(0, number - 1 - (draw(number, 2) % 1000)::BIGINT)
    ELSE (draw(number, 2) % number)::BIGINT END AS job
  FROM range(${from}, ${until}) numbers(number)
), drawn AS (
  SELECT number, job,
    -- A cube: the first workers do most of the work.
    ((draw(job, 3) % 1000000)::DOUBLE / 1000000) AS share,
    (share * share * share * ${WORKERS})::DOUBLE AS place,
    least(floor(place), ${WORKERS - 1})::BIGINT AS worker,
    CASE
      WHEN worker < ${LINKED} AND draw(job, 4) % ${ONE_IN.linkedWallet} = 0 THEN worker
      ELSE ${LINKED} + (draw(job, 5) % ${SUBSCRIBERS - LINKED})::BIGINT END AS subscriber,
    (draw(job, 6) % 90000000)::BIGINT
      + CASE WHEN number <> job AND draw(number, 7) % ${ONE_IN.conflicting} = 0 THEN 1 ELSE 0 END AS spark
  FROM numbered
)
SELECT
  md5(job::VARCHAR) AS job_id,
  strftime(make_timestamp_ms(${OCTOBER_MS} + job * ${days * DAY_MS} // ${rows} - (draw(job, 8) % 600000)::BIGINT),
    '%Y-%m-%dT%H:%M:%S.%gZ') AS completed_at,
  CASE draw(job, 9) % 100 WHEN 0 THEN 'jobError' WHEN 1 THEN 'artistCanceled' WHEN 2 THEN 'jobTimedOut'
    ELSE 'jobCompleted' END AS status,
  CASE draw(job, 10) % 100 WHEN 0 THEN 'free_spark' WHEN 1 THEN 'sogni' WHEN 2 THEN 'sogni'
    WHEN 3 THEN 'paid_spark' WHEN 4 THEN 'paid_spark' WHEN 5 THEN 'paid_spark' ELSE 'subscription' END AS payment_model,
  draw(job, 11) % 25 = 0 AS trialing,
  workers[worker + 1] AS worker_wallet,
  CASE WHEN worker % 10 < 6 THEN 'fast' WHEN worker % 10 < 8 THEN 'mac' ELSE 'relaxed' END AS worker_type,
  CASE WHEN worker % 10 < 6 THEN worker + 1 END AS worker_nft_id,
  CASE
    WHEN draw(job, 12) % ${ONE_IN.withoutSubscriber} = 0 THEN NULL
    WHEN draw(job, 12) % ${ONE_IN.ownWallet} = 1 THEN workers[worker + 1]
    ELSE subscribers[subscriber + 1] END AS subscriber_wallet,
  CASE WHEN worker % 3 = 0 THEN 'account-w' || worker END AS worker_account,
  CASE
    WHEN draw(job, 13) % ${ONE_IN.ownAccount} = 0 AND worker % 3 = 0 THEN 'account-w' || worker
    WHEN subscriber % 2 = 0 THEN 'account-s' || subscriber END AS subscriber_account,
  CASE
    WHEN draw(job, 14) % ${ONE_IN.vendorModel} = 0 THEN 'gpt-image-2'
    WHEN draw(job, 14) % ${ONE_IN.vendorModel} = 1 THEN 'seedance-2-pro'
    ELSE ['flux1-schnell-fp8', 'z_image_turbo_bf16', 'wan_v2.2-14b-fp8_t2v', 'qwen3.6-35b-a3b-gguf-iq4xs',
      'sdxl-turbo', 'chroma-v.46-flash_fp8'][1 + (draw(job, 15) % 6)::BIGINT] END AS model_id,
  (spark // 1000000) || '.' || lpad((spark % 1000000)::VARCHAR, 6, '0') AS render_spark
FROM drawn, people`;
}
