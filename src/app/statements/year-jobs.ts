import type { YearRecord } from '../../core/statement/statement-record.ts';
import { StatementJobs, type StatementJobsRequest } from './listed-jobs.ts';
import type { StatementYearBooks } from './one-statement.ts';

/**
 * The lists of a year, which come in the order of wallets: with the jobs of each month where they are asked for one by one.
 *
 * @throws UnlistedJobs
 */
export async function* withListedJobs(
  { months }: StatementYearBooks,
  request: StatementJobsRequest,
  records: Iterable<YearRecord>,
): AsyncGenerator<YearRecord> {
  if (!request.isListed) {
    yield* records;
    return;
  }
  const byMonth = new Map<string, StatementJobs>();
  try {
    for (const month of months) byMonth.set(month.published.month, await StatementJobs.open(request, month));
    for (const record of records) {
      const listed = [];
      for (const each of record.months) {
        const { jobs } = (await byMonth.get(each.statement.published.month)?.of(each.statement)) ?? {};
        listed.push(jobs === undefined ? each : { ...each, jobs });
      }
      yield { ...record, months: listed };
    }
  } finally {
    for (const jobs of byMonth.values()) await jobs.close();
  }
}
