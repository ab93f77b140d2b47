import { describe, expect, it } from 'vitest';
import { command, FEBRUARY } from '../worlds/close-world.ts';
import { lines } from '../worlds/small-world.ts';
import { emptyWorld, NOVEMBER, reconcile, reportRows, type World } from '../worlds/world.ts';

/** signals.csv of small worlds, as a person sees it. */

const COLUMNS =
  'job_id,completed_at,status,payment_model,worker_wallet,worker_type,subscriber_wallet,model_id,render_spark';
const CONFIG = `version: 1
first_month: 2026-10
plans:
  - { id: unlimited, term: monthly, list_price_usd: 20.00, stripe: [price_month], apple: ["6700000001"] }
`;
const COVERAGE = `provider,from,to,note
stripe,2026-10-01,2026-10-31,small world
apple,2026-10-01,2026-10-31,small world
job-log,2026-10-01,2026-10-31,small world
`;

/** Digits alone: these need no checksum. */
const subscriber = (at: number): string => `0x${'5'.repeat(38)}${String(at).padStart(2, '0')}`;
const worker = (at: number): string => `0x${'7'.repeat(38)}${String(at).padStart(2, '0')}`;

interface Row {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  readonly spark: string;
  readonly month?: string;
  readonly status?: string;
}

function jobRow({ id, from, to, spark, month = '2026-10', status = 'completed' }: Row): string {
  return `${id},${month}-05T12:00:00Z,${status},subscription,${worker(to)},fast,${subscriber(from)},flux,${spark}`;
}

/** 16 subscribers meet 10 workers once each: 160 jobs of 1.5 Spark. */
const CROWD = Array.from({ length: 160 }, (_, at) =>
  jobRow({ id: `crowd-${at}`, from: Math.floor(at / 10), to: at % 10, spark: '1.5' }),
);

const repeated = (count: number, row: Row): string[] =>
  Array.from({ length: count }, (_, at) => jobRow({ ...row, id: `${row.id}-${at}` }));

const SEPTEMBER = lines([COLUMNS, jobRow({ id: 'before', from: 1, to: 1, spark: '1', month: '2026-09' })]);

/** Subscriber 0 is drawn to worker 0, subscriber 50 spends a fortune, subscriber 1 does much more than in September. */
const CONSPICUOUS = [
  ...repeated(25, { id: 'pair', from: 0, to: 0, spark: '1.5' }),
  jobRow({ id: 'fortune', from: 50, to: 9, spark: '1000' }),
  ...Array.from({ length: 10 }, (_, at) => jobRow({ id: `more-${at}`, from: 1, to: at, spark: '1.5' })),
];

function worldOf(rows: readonly string[]): World {
  const world = emptyWorld();
  world.write('revshare.yaml', CONFIG);
  world.write('coverage.csv', COVERAGE);
  world.write('jobs-september.csv', SEPTEMBER);
  world.write('jobs-october.csv', lines([COLUMNS, ...rows]));
  return world;
}

/*
 * Of the conspicuous world, by hand. Jobs: 160 + 25 + 1 + 10 = 196; points: 240 + 37.5 + 1000 + 15 = 1292.5 of 17
 * subscribers.
 * share: 1000 of 1292.5 is 77.36 %; the average is 76.03, and 1000 is 13.15 times that. Subscriber 0 has 52.5, less than it.
 * pool: more than 5 %, and more than three times the average.
 * pair: subscriber 0 has 10 + 25 = 35 jobs, worker 0 has 16 + 25 + 1 = 42: by chance 35 x 42 / 196 = 7.5. They met 26
 *   times: more than 3 x 7.5 = 22.5, and 18.5 beyond 7.5 is more than 6 x 2.74 = 16.4. 26 x 1.5 = 39 Spark.
 * jump: subscriber 1 has 20 jobs, 30 Spark, 2.3 % of all, and had 1 in September.
 */
const EXPECTED = [
  ['jump', subscriber(1), '', '20', '30.000000', '30.0 times the render Spark of the month before'],
  [
    ...['pair', subscriber(0), worker(0), '26', '39.000000'],
    '26 of the subscriber’s 35 jobs on fast workers; by chance it would be about 7.5',
  ],
  [
    ...['pool', subscriber(50), '', '1', '1000.000000'],
    'its jobs move 77.3 % of the month’s pool, 13.1 times the average of 17 subscribers',
  ],
  [
    ...['share', subscriber(50), '', '1', '1000.000000'],
    '77.3 % of all credited render Spark, 13.1 times the average of 17 subscribers',
  ],
];

const UNNAMED = 'subscribers whose plan is not named';

const shown = (rows: readonly Record<string, string>[]): string[][] =>
  rows.map((row) => ['signal', 'subscriber', 'worker', 'jobs', 'render_spark', 'what'].map((name) => row[name] ?? ''));

describe('signals.csv', () => {
  it('shows a share, a pair and a jump with their numbers, and they change no figure', async () => {
    const world = worldOf([...CROWD, ...CONSPICUOUS]);
    const october = await reconcile(world);
    expect(shown(reportRows(october, 'signals.csv'))).toEqual(EXPECTED);
    expect(october.document).toMatchObject({ warnings: 4, exceptions: [], excluded: [], credited_jobs: 196 });
    const { stdout } = await command(world, ['reconcile', '2026-10'], NOVEMBER);
    expect(stdout).toContain('worth a look, in signals.csv: 1 share, 1 pair, 1 jump, 1 pool\n');

    // Without September nothing is known that it could be a jump from; what is approved is the same.
    const other = worldOf([...CROWD, ...CONSPICUOUS]);
    other.remove('jobs-september.csv');
    const alone = await reconcile(other);
    expect(shown(reportRows(alone, 'signals.csv'))).toEqual(EXPECTED.slice(1));
    expect(alone.document.digest).toBe(october.document.digest);
  });

  it('names who asks for many jobs in a day or an hour by the thresholds of revshare.yaml, in any plan of three', async () => {
    // All in one hour of one day: of sixteen subscribers with 10 jobs subscriber 2 has 22 more. 32 / 10 = 3.2 times the
    // median a day, and in one of 24 hours 76.8 times the median an hour.
    const world = worldOf([
      ...CROWD,
      ...Array.from({ length: 22 }, (_, at) => jobRow({ id: `m-${at}`, from: 2, to: at % 10, spark: '0' })),
    ]);
    world.write('revshare.yaml', `${CONFIG}signals: { day_jobs: 32, day_times: 2, hour_jobs: 30, hour_times: 70 }\n`);
    expect(shown(reportRows(await reconcile(world), 'signals.csv'))).toEqual([
      [
        'day',
        subscriber(2),
        '',
        '32',
        '15.000000',
        `32 jobs on 2026-10-05: 3.2 times the median a day of ${UNNAMED} (10 jobs in 1 day)`,
      ],
      [
        'hour',
        subscriber(2),
        '',
        '32',
        '15.000000',
        `32 jobs in the hour from 2026-10-05T12:00Z: 76.8 times the median an hour of ${UNNAMED} (10 jobs in 1 day)`,
      ],
    ]);
    world.write('revshare.yaml', `${CONFIG}signals: { day_jobs: 33, day_times: 2, hour_jobs: 30, hour_times: 77 }\n`);
    expect(reportRows(await reconcile(world), 'signals.csv')).toEqual([]);
  });

  it('is empty but for its header where nothing stands out', async () => {
    const world = worldOf(CROWD);
    const october = await reconcile(world);
    expect(october.reports.get('signals.csv')).toBe(
      'month,state,signal,subscriber,worker,jobs,render_spark,what,pool_usd\n',
    );
    expect(october.document.warnings).toBe(0);
    const { stdout } = await command(world, ['reconcile', '2026-10'], NOVEMBER);
    expect(stdout).not.toContain('worth a look');
  });

  it('does not count what is left out: failed jobs, and the copy of a job', async () => {
    const pair = repeated(25, { id: 'pair', from: 0, to: 0, spark: '1.5' });
    const failed = repeated(25, { id: 'pair', from: 0, to: 0, spark: '1.5', status: 'failed' });
    const few = repeated(5, { id: 'pair', from: 0, to: 0, spark: '1.5' });
    const copies = worldOf([...CROWD, ...few, ...few, ...few, ...few, ...few]);
    for (const world of [worldOf([...CROWD, ...failed]), copies]) {
      expect(reportRows(await reconcile(world), 'signals.csv')).toEqual([]);
    }
    const signals = reportRows(await reconcile(worldOf([...CROWD, ...pair])), 'signals.csv');
    // 52.5 of 277.5 Spark are 18.9 %, and 3.03 times the average of 16.
    expect(signals.map(({ signal }) => signal)).toEqual(['pair', 'pool']);
  });

  it('is rebuilt by verify', async () => {
    const world = worldOf([...CROWD, ...CONSPICUOUS]);
    const { document } = await reconcile(world, { asOf: FEBRUARY });
    const finalized = await command(world, ['finalize', '2026-10', '--accept', document.digest]);
    expect(finalized.stdout + finalized.stderr).not.toContain('refused');
    expect(finalized.code).toBe(0);
    const verified = await command(world, ['verify', '--all']);
    expect(verified.stderr).toBe('');
    expect(verified.code).toBe(0);
  });
});
