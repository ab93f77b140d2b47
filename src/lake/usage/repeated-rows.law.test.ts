import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { times } from '../../../test/running/long-form.ts';
import { type JobFields, jobFields, WORKER } from '../../../test/worlds/job-logs.ts';
import { excludedOf, OCTOBER, OTHER_WORKER, usageOf } from '../../../test/worlds/usage-of-logs.ts';

/** A completed row of few values, so that ids, contents and whole rows repeat. */
interface Row {
  readonly job: string;
  readonly event: string;
  readonly worker: string;
  readonly spark: 1 | 2;
  readonly matched: boolean;
  readonly plan: string;
}

const anyRow: fc.Arbitrary<Row> = fc.record({
  job: fc.constantFrom('a', 'b', 'c'),
  event: fc.constantFrom('', '', 'e', 'f', 'g'),
  worker: fc.constantFrom(WORKER, WORKER, OTHER_WORKER),
  spark: fc.constantFrom(1, 1, 2),
  matched: fc.constantFrom(false, false, false, true),
  plan: fc.constantFrom('unlimited', 'unlimited', 'unlimited_pro'),
});

/** What makes a row that stands again another one: mostly nothing. */
const anyChange = fc.constantFrom<Partial<Row>[]>(
  ...[{}, {}, {}, { matched: true }, { matched: true }, { plan: 'unlimited_pro' }],
  ...([{ spark: 2 }, { worker: OTHER_WORKER }, { event: 'e' }, { event: '' }, { job: 'b' }] as const),
);

/** Few rows, and each of some once more. */
const anyRows: fc.Arbitrary<Row[]> = fc
  .tuple(fc.array(anyRow, { minLength: 1, maxLength: 4 }), fc.array(fc.tuple(fc.nat(), anyChange), { maxLength: 6 }))
  .map(([rows, again]) => [
    ...rows,
    ...again.flatMap(([at, change]) =>
      rows
        .slice(at % rows.length)
        .slice(0, 1)
        .map((row) => ({ ...row, ...change })),
    ),
  ]);

function fieldsOf({ job, event, worker, spark, matched, plan }: Row): JobFields {
  const accounts = matched ? { worker_account: '1', subscriber_account: '1' } : {};
  const ids = { job_id: job, event_id: event };
  return jobFields({ ...ids, worker_wallet: worker, render_spark: `${spark}`, subscription_tier: plan, ...accounts });
}

const isSame = (one: Row, other: Row): boolean => one.worker === other.worker && one.spark === other.spark;
const identityOf = ({ event, job }: Row): string => (event === '' ? `job ${job}` : `event ${event}`);

/** R11 for rows that share ids, row by row over all of them: what each is. */
function straightforward(rows: readonly Row[]): { row: Row; counts: boolean; conflict: boolean }[] {
  const judged = rows.map((row) => {
    const own = rows.filter((each) => identityOf(each) === identityOf(row));
    const ofJob = rows.filter((each) => each.job === row.job);
    const differs = own.some((each) => each.job !== row.job || !isSame(each, row));
    const mixed = ofJob.some(({ event }) => event === '') && ofJob.some(({ event }) => event !== '');
    const events = new Set(ofJob.filter((each) => isSame(each, row) && each.event !== '').map(({ event }) => event));
    return { row, differs, mixed, conflict: differs || mixed || events.size > 1 };
  });
  // Of a job's rows of one content one stands for it; of a job with and without events one of all that do not differ.
  const stands = new Set<(typeof judged)[number]>();
  for (const each of judged) {
    if (each.differs) continue;
    const rivals = judged.filter(
      (other) => !other.differs && other.row.job === each.row.job && (each.mixed || isSame(other.row, each.row)),
    );
    const order = (one: (typeof judged)[number]): string =>
      [one.row.matched ? 0 : 1, one.row.spark, one.row.worker, one.row.event === '' ? '~' : one.row.event].join(' ');
    const [first] = [...rivals].sort((one, other) =>
      order(one) < order(other) ? -1 : order(one) > order(other) ? 1 : 0,
    );
    if (first !== undefined) stands.add(first);
  }
  return judged.map((each) => ({ row: each.row, conflict: each.conflict, counts: stands.has(each) }));
}

const points = (rows: readonly Row[]): bigint => rows.reduce((sum, { spark }) => sum + BigInt(spark) * 1_000_000n, 0n);

describe('rows that share a job id or an event id', () => {
  it('are what the rule says of all of them, however many are copies whole, in one log or several', async () => {
    await fc.assert(
      fc.asyncProperty(anyRows, fc.nat(10), async (rows, cut) => {
        const logs = [rows.slice(0, cut), rows.slice(cut)].filter((log) => log.length > 0);
        const [usage] = await usageOf(
          logs.map((log) => ({ jobs: log.map(fieldsOf) })),
          [OCTOBER],
        );
        const judged = straightforward(rows);
        const counting = judged.filter(({ counts }) => counts).map(({ row }) => row);
        const credited = counting.filter(({ matched }) => !matched);
        const jobs = [...new Set(judged.filter(({ conflict }) => conflict).map(({ row }) => row.job))].sort();
        expect(usage?.wallets.map(({ wallet, ...sums }) => [wallet, sums.jobs, sums.points])).toEqual(
          [...new Set(credited.map(({ worker }) => worker))].sort().map((worker) => {
            const own = credited.filter((row) => row.worker === worker);
            return [worker, own.length, points(own)];
          }),
        );
        const left = judged.filter(({ counts }) => !counts).map(({ row }) => row);
        const selfMatched = counting.filter(({ matched }) => matched);
        const excluded = [
          ['duplicate', left.length, points(left)],
          ['self-matched', selfMatched.length, points(selfMatched)],
        ];
        expect(excludedOf(usage)).toEqual(excluded.filter(([, count]) => count !== 0));
        expect(
          usage?.findings.map(({ jobId, rows, points, oneCounts }) => ({ jobId, rows, points, oneCounts })),
        ).toEqual(
          jobs.map((jobId) => {
            const own = judged.filter(({ row, conflict }) => conflict && row.job === jobId);
            return {
              jobId,
              rows: own.length,
              points: points(own.map(({ row }) => row)),
              oneCounts: own.some(({ counts }) => counts),
            };
          }),
        );
      }),
      { numRuns: times(60, 1000) },
    );
  }, 1_800_000);
});
