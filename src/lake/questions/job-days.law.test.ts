import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { times } from '../../../test/running/long-form.ts';
import { csvOf, freshDirectory, type JobFields, jobFields, logFile } from '../../../test/worlds/job-logs.ts';
import { openDerivedFiles } from '../kept/derived-files.ts';
import { jobDays } from './job-days.ts';

const DAYS = ['2026-09-30', '2026-10-01', '2026-10-02'];

/** A row of a log: most share an id with another one. */
const anyRow = fc.record({
  job: fc.nat(3),
  event: fc.nat(2),
  day: fc.nat(2),
  spark: fc.integer({ min: 1, max: 3 }),
  status: fc.constantFrom('completed', 'completed', 'failed', 'parked'),
  paidBy: fc.constantFrom('subscription', 'subscription', 'sogni'),
});
type Row = typeof anyRow extends fc.Arbitrary<infer Value> ? Value : never;

function fieldsOf({ job, event, day, spark, status, paidBy }: Row): JobFields {
  return jobFields({
    job_id: `job-${job}`,
    event_id: event === 0 ? '' : `event-${event}`,
    completed_at: `${DAYS[day]}T12:00:00Z`,
    render_spark: String(spark),
    status,
    payment_model: paidBy,
  });
}

/** Each event once, else each job: of its rows in October that completed and the subscription paid the earliest, of these the one of least Spark. */
function countedOneByOne(rows: readonly Row[]): string[] {
  const counted = new Map<string, Row>();
  for (const row of rows) {
    if (row.day === 0 || row.status !== 'completed' || row.paidBy !== 'subscription') continue;
    const id = row.event === 0 ? `job-${row.job}` : `event-${row.event}`;
    const known = counted.get(id);
    const isBefore = known === undefined || row.day < known.day || (row.day === known.day && row.spark < known.spark);
    if (isBefore) counted.set(id, row);
  }
  return DAYS.flatMap((day, at) => {
    const own = [...counted.values()].filter((row) => row.day === at);
    return own.length === 0 ? [] : [`${day} ${own.length} ${own.reduce((sum, { spark }) => sum + spark, 0)}`];
  });
}

it('counts what one by one is counted, however its rows lie in logs', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(anyRow, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 3 }),
      async (logs) => {
        const directory = freshDirectory();
        const files = await Promise.all(
          logs.map((rows, at) => logFile(csvOf(rows.map(fieldsOf)), 'csv', `sha-${at}`, { directory })),
        );
        const tempDir = join(directory, 'temp');
        const derived = openDerivedFiles(join(directory, 'kept'), tempDir);
        const extensions = { completed: [], notCompleted: [], subscription: [], notSubscription: [] };
        const days = await jobDays(
          { files, tempDir, threads: 1, derived, extensions },
          { fromMs: Date.UTC(2026, 9, 1), beforeMs: Date.UTC(2026, 10, 1) },
        );
        const found = days.map(({ day, jobs, points }) => `${day} ${jobs} ${points / 1_000_000n}`);
        expect(found).toEqual(countedOneByOne(logs.flat()));
      },
    ),
    { numRuns: times(60, 600) },
  );
}, 600_000);
