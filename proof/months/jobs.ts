import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { dayText, type Size, startOf } from './size.ts';

const DAY_MS = 86_400_000;

/**
 * Writes the job logs of a month, a CSV a day: the first workers do most of the work, of a hundred rows three are not
 * completed and six are not paid by the subscription.
 */
export async function writeJobs(directory: string, month: number, size: Size): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  for (let day = startOf(month); day < startOf(month + 1); day += DAY_MS) {
    const path = join(directory, `jobs-${dayText(day)}.csv`);
    await connection.run(`COPY (${rowsOfDay(day, size)}) TO '${path}' (HEADER, DELIMITER ',')`);
  }
  connection.closeSync();
  instance.closeSync();
}

/** Wallets in lower case, made of their numbers. */
function rowsOfDay(day: number, { subscribers, workers, jobsPerDay }: Size): string {
  const name = dayText(day);
  return `
WITH drawn AS (
  SELECT n, hash('${name}' || n) AS h, ((hash('w${name}' || n) % 1000000)::DOUBLE / 1000000) AS share FROM range(${jobsPerDay}) t(n)
)
SELECT '${name}-' || n AS job_id,
  strftime(make_timestamp_ms(${day} + n * ${DAY_MS} // ${jobsPerDay}), '%Y-%m-%dT%H:%M:%S.%gZ') AS completed_at,
  CASE WHEN h % 100 < 3 THEN 'jobError' ELSE 'jobCompleted' END AS status,
  CASE WHEN h // 100 % 100 < 6 THEN 'sogni' ELSE 'subscription' END AS payment_model,
  false AS trialing,
  '0x' || md5('w' || least(floor(share * share * share * ${workers}), ${workers - 1})::BIGINT)[1:32] || 'aaaaaaaa' AS worker_wallet,
  '0x' || md5('s' || (h // 10000 % ${subscribers}))[1:32] || 'bbbbbbbb' AS subscriber_wallet,
  'sdxl-turbo' AS model_id,
  (h // 1000 % 90 + 1) || '.' || lpad((h // 100000 % 1000000)::VARCHAR, 6, '0') AS render_spark
FROM drawn ORDER BY n`;
}
