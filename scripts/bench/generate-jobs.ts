import { DuckDBInstance } from '@duckdb/node-api';
import { jobsSql, WALLETS } from './job-rows.ts';

/** A job log in files of one day each: October 2026 from the 1st to the 30th, and the 31st, which comes later. */
export interface GeneratedJobs {
  readonly days: readonly string[];
  readonly oneMoreDay: string;
  /** Rows of the thirty days, and of the one more. */
  readonly rows: number;
  readonly rowsOfOneMoreDay: number;
}

const DAYS = 30;

/**
 * Writes the job log as CSV into a directory: workers skewed, jobs repeated within and across files, and every reason
 * for leaving a job out that no person has to give. The same seed gives the same bytes.
 */
export async function generateJobs(directory: string, rows: number, seed: number): Promise<GeneratedJobs> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`CREATE MACRO draw(place, salt) AS hash(place * 64 + salt + ${seed} * (2 ** 36)::BIGINT)`);
  await connection.run(WALLETS);
  const start = (day: number): number => Math.floor((rows * day) / DAYS);
  const days: string[] = [];
  for (let day = 0; day <= DAYS; day += 1) {
    const path = `${directory}/jobs-2026-10-${String(day + 1).padStart(2, '0')}.csv`;
    const sql = jobsSql({ from: start(day), until: start(day + 1), rows, days: DAYS });
    await connection.run(`COPY (${sql}) TO '${path}' (HEADER, DELIMITER ',')`);
    days.push(path);
  }
  connection.closeSync();
  instance.closeSync();
  const oneMoreDay = days.pop() ?? '';
  return { days, oneMoreDay, rows, rowsOfOneMoreDay: start(DAYS + 1) - rows };
}
